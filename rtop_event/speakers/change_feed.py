"""The feed of changes of a published list: one entry for each revision, with its changes as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from flask_babel import gettext as _

from rtop_event.dialogues.models import Dialogue
from rtop_event.showing import say
from rtop_event.speakers.atom import Entry, Feed
from rtop_event.speakers.revision_pages import public_difference, rules_told, with_the_one_before
from rtop_event.speakers.revisions import Seen, restores
from rtop_event.speakers.wordings import all_news, counts_told, rest_told

MOST = 50


def change_feed(dialogue: Dialogue, seen: Sequence[Seen], language: str, base: str) -> Feed:
    """The feed of these revisions, the newest first; one more than `MOST` tells against what the oldest is new."""
    place = f"{base}/dialogues/{dialogue.slug}/speakers/"
    own = _tag(dialogue)
    shown = list(with_the_one_before(seen))[:MOST]
    return Feed(
        id=own,
        title=f"{dialogue.theme}: {_('List of speakers')}",
        subtitle=dialogue.host_statement,
        author=dialogue.host,
        language=language,
        own=f"{place}changes.atom",
        page=place,
        updated=seen[0].published_at if seen else dialogue.published_at or dialogue.created_at,
        entries=[_entry(one, before, own, place, language) for one, before in shown],
    )


def _tag(dialogue: Dialogue) -> str:
    """A name of the feed that stays whatever becomes of its address (RFC 4151)."""
    domain = dialogue.uid.rpartition("@")[2]
    return f"tag:{domain},{dialogue.created_at.astimezone(UTC):%Y-%m-%d}:{dialogue.slug}/speakers"


def _entry(one: Seen, before: Seen | None, own: str, place: str, language: str) -> Entry:
    title = say(one.label)
    if before is None:
        lines = [_("The first publication, with %(count)s places.", count=len(one.places))]
    else:
        found = public_difference(before, one)
        title = f"{title}: {say(counts_told(found))}"
        told = [*(news.told for news in all_news(found, language, names_too=False)), *rules_told(before, one)]
        lines = [say(text) for text in [*told, rest_told(found)] if text is not None]
    restored = restores(one)
    lines = [*([one.note] if one.note else []), *([say(restored)] if restored else []), *lines]
    return Entry(
        id=f"{own}/revisions/{one.number}",
        title=title,
        at=one.published_at,
        page=f"{place}revisions/{one.number}/",
        text="\n".join(lines),
    )
