"""What the desk sees of the rules one by one, and whom they would move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rtop_event.dialogues.words import Preset
from rtop_event.registrations.moving import Preview
from rtop_event.speakers.chain import Chain, RuleName
from rtop_event.speakers.chain_forms import ALTERNATING, HOLDING, ChainForm
from rtop_event.speakers.desk_strip import AtDesk, Strip, strip
from rtop_event.speakers.previewing import preview
from rtop_event.speakers.rules_told import SHORT, chain_told
from rtop_event.speakers.words import PRESET_NAMES
from rtop_event.wording import Sentence


@dataclass(frozen=True)
class RuleLine:
    """One rule that can be on or off."""

    name: str
    told: Sentence
    on: bool


@dataclass(frozen=True)
class RulesPage:
    """The rules as they are looked at, how they are told to everybody, and whom they would move."""

    slug: str
    title: str
    strip: Strip
    holding: tuple[RuleLine, ...]
    comparing: tuple[RuleLine, ...]
    alternating: tuple[RuleLine, ...]
    presets: tuple[tuple[str, Sentence], ...]
    told: tuple[Sentence, ...]
    present: bool
    preview: Preview
    reason_needed: bool
    form: ChainForm


def rules_page(desk: AtDesk, chain: Chain, form: ChainForm, at: datetime, language: str) -> RulesPage:
    """The rules of the form, and the list that this chain would make."""
    on = set(form.on.data or ())

    def line(name: RuleName) -> RuleLine:
        return RuleLine(name.value, SHORT[name], name.value in on)

    return RulesPage(
        slug=desk.dialogue.slug,
        title=desk.dialogue.theme,
        strip=strip(desk, at),
        holding=tuple(map(line, HOLDING)),
        comparing=tuple(map(line, form.order)),
        alternating=tuple(map(line, ALTERNATING)),
        presets=tuple((preset.value, PRESET_NAMES[preset]) for preset in Preset),
        told=chain_told(chain),
        present=chain == desk.facts.chain,
        preview=preview(desk.listing, desk.facts.listing(chain=chain), language),
        reason_needed=desk.last is not None,
        form=form,
    )
