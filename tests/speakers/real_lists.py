"""Real lists of speakers, in the order in which they were called: code, name, level, group."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rtop_event.delegations.words import Kind, Level
from rtop_event.speakers.facts import Request

OPENS = datetime(2012, 8, 16, 14, tzinfo=UTC)

KINDS = {"VAT": Kind.OBSERVER_STATE, "EU": Kind.REGIONAL_ORGANISATION}

GENERAL_DEBATE_28_SEPTEMBER_2019_MORNING = """
BTN | Bhutan               | HG
UGA | Uganda               | HG
MDG | Madagascar           | HG
VAT | Holy See             | HG
VNM | Viet Nam             | DPM
KHM | Cambodia             | DPM
SYR | Syrian Arab Republic | DPM
TUV | Tuvalu               | DPM
KGZ | Kyrgyzstan           | M
CUB | Cuba                 | M
SMR | San Marino           | M
SWE | Sweden               | M
MEX | Mexico               | M
BWA | Botswana             | M
ZAF | South Africa         | M
GRD | Grenada              | M
MHL | Marshall Islands     | M
GNB | Guinea-Bissau        | M
BHR | Bahrain              | M
"""

GENERAL_DEBATE_26_SEPTEMBER_2020_AFTERNOON = """
MNE | Montenegro            | HG
KNA | Saint Kitts and Nevis | HG
LCA | Saint Lucia           | HG
TTO | Trinidad and Tobago   | HG
BHS | Bahamas               | HG
SDN | Sudan                 | HG
VUT | Vanuatu               | HG
SYR | Syrian Arab Republic  | DPM
SGP | Singapore             | M
SEN | Senegal               | M
LIE | Liechtenstein         | M
AUT | Austria               | M
BLR | Belarus               | M
"""

LATE_ON_26_SEPTEMBER_2020 = """
CPV | Cabo Verde | HG
MAR | Morocco    | HG
MDG | Madagascar | HG
"""

GENERAL_DEBATE_26_SEPTEMBER_2020_AFTERNOON_UPDATED = """
KNA | Saint Kitts and Nevis | HG
LCA | Saint Lucia           | HG
TTO | Trinidad and Tobago   | HG
BHS | Bahamas               | HG
SDN | Sudan                 | HG
VUT | Vanuatu               | HG
CPV | Cabo Verde            | HG
MAR | Morocco               | HG
MDG | Madagascar            | HG
SYR | Syrian Arab Republic  | DPM
SGP | Singapore             | M
SEN | Senegal               | M
LIE | Liechtenstein         | M
AUT | Austria               | M
BLR | Belarus               | M
"""

POST_2015_NEGOTIATIONS_2_AUGUST_2015 = """
ZAF | South Africa                | CD | Group of 77 and China
EU  | European Union              | CD | European Union and its member States
TZA | United Republic of Tanzania | CD | African Group
PRY | Paraguay                    | CD | Landlocked Developing Countries
BEN | Benin                       | CD | Least Developed Countries
MDV | Maldives                    | CD | Alliance of Small Island States
SDN | Sudan                       | CD | Arab Group
BLZ | Belize                      | CD | Caribbean Community
TON | Tonga                       | CD | Pacific Small Island Developing States
USA | United States of America    | CD
BGD | Bangladesh                  | CD
BRA | Brazil                      | CD
ARM | Armenia                     | CD
NGA | Nigeria                     | CD
CHE | Switzerland                 | CD
MEX | Mexico                      | CD
JPN | Japan                       | CD
KOR | Republic of Korea           | CD
"""


def codes(table: str) -> list[str]:
    """The codes of a list, in order."""
    return [line.split("|")[0].strip() for line in table.strip().splitlines()]


def requests(table: str, opens: datetime = OPENS) -> list[Request]:
    """The inscriptions of a list.

    No list tells when the floor was asked for: each gets, in minutes, its number among those of its kind and level,
    groups apart.
    """
    counts: dict[tuple[Kind, Level, bool], int] = {}
    made: list[Request] = []
    for line in table.strip().splitlines():
        code, name, level, group, *_ = [*(cell.strip() for cell in line.split("|")), ""]
        kind = KINDS.get(code, Kind.MEMBER_STATE)
        like = (kind, Level(level), bool(group))
        counts[like] = counts.get(like, 0) + 1
        made.append(
            Request(
                key=code,
                delegation=name,
                requested_at=opens + timedelta(minutes=counts[like]),
                kind=kind,
                level=Level(level),
                on_behalf_of=group or None,
            )
        )
    return made
