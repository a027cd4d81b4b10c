"""The chain of rules as a form: which rules are on, in which order, with which parameters."""

from __future__ import annotations

from itertools import groupby
from typing import Any, cast

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import AnyOf, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from rtop_event.delegations.titles import KINDS
from rtop_event.delegations.words import Kind
from rtop_event.dialogues.words import Preset
from rtop_event.fields import OneLine
from rtop_event.showing import say
from rtop_event.speakers.chain import Chain, Rule, RuleName, row_rule
from rtop_event.speakers.chain_fields import ASKED, FIELD_OF, ParameterForm, asked
from rtop_event.speakers.chain_reading import LONGEST, FaultyChain, read_chain, written
from rtop_event.speakers.rules_told import SHORT

HOLDING = (RuleName.PINS, RuleName.PROTECTED_TOP, RuleName.MEETING)
COMPARING = (RuleName.GROUPS_FIRST, RuleName.KINDS, RuleName.LEVEL, RuleName.OBSERVERS_AFTER_MEMBERS)
ALTERNATING = (RuleName.BALANCE,)
IN_A_ROW = (RuleName.TIME, RuleName.LOTS, RuleName.ALPHABETICAL)
KIND = "kind_"


def _blocks() -> list[tuple[str, str]]:
    return [(str(number), str(number)) for number in range(1, len(Kind) + 1)]


class TicksField(SelectMultipleField):
    """Several choices, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ChainForm(ParameterForm):
    """The rules that order the list; `compared` is the order of those that can change theirs."""

    preset = HiddenField(validators=[AnyOf([one.value for one in Preset])])
    compared = HiddenField()
    on = TicksField(
        _("Rules"),
        choices=lambda: [(one.value, say(SHORT[one])) for one in (*HOLDING, *COMPARING, *ALTERNATING)],
    )
    row = RadioField(
        _("Those whom the rules leave equal"),
        choices=lambda: [(one.value, say(SHORT[one])) for one in IN_A_ROW],
        validators=[InputRequired(_("Choose one."))],
    )
    seed = OneLine(_("Seed of the lots"), most=LONGEST)
    witness = OneLine(_("Witnessed by"), most=LONGEST)
    first = OneLine(_("Beginning with"), most=LONGEST)

    kind_member_state = SelectField(choices=_blocks)
    kind_observer_state = SelectField(choices=_blocks)
    kind_observer = SelectField(choices=_blocks)
    kind_regional_organisation = SelectField(choices=_blocks)
    kind_other_organisation = SelectField(choices=_blocks)
    kind_un_entity = SelectField(choices=_blocks)
    kind_civil_society = SelectField(choices=_blocks)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        for kind in Kind:
            self[KIND + kind].label.text = say(KINDS[kind])

    @property
    def kinds(self) -> list[Field]:
        """The fields that say in which block each kind stands."""
        return [self[KIND + kind] for kind in Kind]

    @property
    def order(self) -> list[RuleName]:
        """The rules that compare, in the order that was given; those that are not named come after."""
        given = [RuleName(name) for name in str(self.compared.data or "").split(",") if name in set(COMPARING)]
        return list(dict.fromkeys([*given, *COMPARING]))

    @property
    def began(self) -> Preset:
        """The preset from which the rules began."""
        return Preset(str(self.preset.data))

    @property
    def chain(self) -> Chain:
        """The rules that are on."""
        on = set(self.on.data or ())
        return tuple(
            [Rule(name, self._parameters(name)) for name in (*HOLDING, *self.order, *ALTERNATING) if name.value in on]
            + [self._in_a_row()]
        )

    def _parameters(self, name: RuleName) -> dict[str, object]:
        if name is not RuleName.KINDS:
            return self.asked_of(name)
        numbered = sorted(Kind, key=lambda kind: int(self[KIND + kind].data))
        return {"blocks": [[*map(str, block)] for _, block in groupby(numbered, lambda kind: self[KIND + kind].data)]}

    def _in_a_row(self) -> Rule:
        name = RuleName(self.row.data)
        if name is RuleName.LOTS:
            return Rule(name, {"seed": self.seed.data, "witness": self.witness.data})
        return Rule(name, {"first": self.first.data} if name is RuleName.ALPHABETICAL and self.first.data else {})

    def moved(self, *, up: str, down: str) -> None:
        """Put one of the rules that compare a place up or down."""
        order = [name.value for name in self.order]
        for name, by in ((up, -1), (down, 1)):
            if name in order and 0 <= (there := order.index(name) + by) < len(order):
                order.remove(name)
                order.insert(there, name)
                self.compared.data = ",".join(order)

    def validate_compared(self, field: HiddenField) -> None:
        """Each of the rules that compare, once."""
        names = str(field.data or "").split(",")
        if sorted(names) != sorted(COMPARING):
            raise ValidationError(str(_("This form is not complete. Please load the page again.")))

    def validate_row(self, field: RadioField) -> None:
        """Lots need their seed and their witness."""
        for needed in (self.seed, self.witness):
            if field.data == RuleName.LOTS and not needed.data:
                raise ValidationError(str(_("Lots need a seed that is published, and the name of a witness.")))

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then the chain as a whole."""
        return super().validate(extra_validators) and self._is_sound()

    def validate_tried(self) -> bool:
        """Whether the rules are fit to be looked at, nothing being sent."""
        with_own = {"compared": [ChainForm.validate_compared], "row": [ChainForm.validate_row]}
        judged = [self[name].validate(self, with_own.get(name, ())) for name in LOOKED_AT]
        return all(judged) and self._is_sound()

    def _is_sound(self) -> bool:
        if not self.asked_rightly(set(self.on.data or ())):
            return False
        try:
            read_chain(written(self.chain))
        except FaultyChain as wrong:
            for fault in wrong.faults:
                field = self._fields.get(FIELD_OF.get(fault.parameter, fault.parameter), self.row)
                field.errors = [*field.errors, say(fault.said)]
            return False
        return True


LOOKED_AT = ("preset", "compared", "on", *ASKED, "row", "seed", "witness", "first", *(KIND + kind for kind in Kind))
"""The fields that make the chain."""


def drawn(preset: str, chain: Chain, zone: str = "UTC") -> dict[str, Any]:
    """The values of the form for a chain."""
    row, on = row_rule(chain), [rule.name for rule in chain]
    named = [name for name in on if name in COMPARING]
    blocks = next((rule.parameters["blocks"] for rule in chain if rule.name is RuleName.KINDS), [[*Kind]])
    found = {kind: number for number, block in enumerate(cast("list[list[str]]", blocks), 1) for kind in block}
    last = min(len(Kind), max(found.values()) + 1)
    return {
        "preset": preset,
        "compared": ",".join(dict.fromkeys([*named, *COMPARING])),
        "on": [name.value for name in on if name not in IN_A_ROW],
        **asked(chain, zone),
        "row": row.name.value,
        **{name: str(row.parameters.get(name, "")) for name in ("seed", "witness", "first")},
        **{KIND + kind: str(found.get(kind, last)) for kind in Kind},
    }
