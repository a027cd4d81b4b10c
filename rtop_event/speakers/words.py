"""What the parts of the list are called: blocks, presets of the order, and reasons that are often given."""

from __future__ import annotations

from enum import StrEnum

from rtop_event.delegations.words import Kind
from rtop_event.dialogues.words import Preset
from rtop_event.wording import Sentence, sentence


class Block(StrEnum):
    """The constituencies into which the desk sees the list divided."""

    GROUPS = "groups"
    MEMBER_STATES = "member_states"
    OBSERVERS = "observers"
    ORGANISATIONS = "organisations"
    CIVIL_SOCIETY = "civil_society"


BLOCK_OF: dict[Kind, Block] = {
    Kind.MEMBER_STATE: Block.MEMBER_STATES,
    Kind.OBSERVER_STATE: Block.OBSERVERS,
    Kind.OBSERVER: Block.OBSERVERS,
    Kind.REGIONAL_ORGANISATION: Block.ORGANISATIONS,
    Kind.OTHER_ORGANISATION: Block.ORGANISATIONS,
    Kind.UN_ENTITY: Block.ORGANISATIONS,
    Kind.CIVIL_SOCIETY: Block.CIVIL_SOCIETY,
}

BLOCKS: dict[Block, Sentence] = {
    Block.GROUPS: sentence("Groups"),
    Block.MEMBER_STATES: sentence("Member States"),
    Block.OBSERVERS: sentence("Observers"),
    Block.ORGANISATIONS: sentence("Organisations"),
    Block.CIVIL_SOCIETY: sentence("Civil society"),
}

PRESET_NAMES: dict[Preset, Sentence] = {
    Preset.DIALOGUE: sentence("Dialogue"),
    Preset.INSCRIPTION: sentence("Inscription"),
    Preset.GENERAL_DEBATE: sentence("General debate"),
}

PRESET_NOTES: dict[Preset, Sentence] = {
    Preset.DIALOGUE: sentence(
        "One list for the whole day: groups, then Member States, observers, organisations and civil society; "
        "in each by level, then by time of inscription."
    ),
    Preset.INSCRIPTION: sentence("One list for the whole day, in the order in which the floor was asked for."),
    Preset.GENERAL_DEBATE: sentence(
        "Each meeting is a list of its own: by level, observers after the Member States of their level, "
        "civil society at the end; then by time of inscription."
    ),
}

ORDER_TOLD: dict[Preset, tuple[Sentence, ...]] = {
    Preset.DIALOGUE: (
        sentence("Statements on behalf of groups come first, in the order in which they were inscribed."),
        sentence("Then Member States, observers, organisations and civil society, in this order."),
        sentence("Within each of these the level of the speaker decides, the highest first."),
        sentence("Within a level the time of inscription decides."),
    ),
    Preset.INSCRIPTION: (sentence("All take the floor in the order in which they asked for it."),),
    Preset.GENERAL_DEBATE: (
        sentence("Each meeting is a list of its own."),
        sentence("The level of the speaker decides, the highest first; civil society comes last."),
        sentence("Observers come after the Member States of their level."),
        sentence("Within a level the time of inscription decides."),
    ),
}

CHAIR_MAY_MOVE = sentence("The chair can move a delegation, or pin it to a place; the reason is recorded.")

QUICK_REASONS: tuple[Sentence, ...] = (
    sentence("Asked for by the delegation"),
    sentence("The speaker has to leave early"),
    sentence("The speaker arrives late"),
    sentence("Places exchanged, agreed by both delegations"),
    sentence("Decision of the chair"),
)

RESTORE_REASONS: tuple[Sentence, ...] = (
    sentence("The later changes were a mistake"),
    sentence("Decision of the chair"),
)
