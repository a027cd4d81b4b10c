"""Rules of the order as a dialogue's folder gives them."""

from __future__ import annotations

from rtop_event.dialogues.folder import BadRules, Rules
from rtop_event.speakers.chain_reading import Fault, FaultyChain, read_chain, written


def read_rules(plain: object) -> Rules:
    """The rules as they are stored; raises BadRules with the first fault."""
    try:
        return tuple(written(read_chain(plain)))
    except FaultyChain as wrong:
        first = wrong.faults[0]
        raise BadRules(_where(first), first.said) from wrong


def _where(fault: Fault) -> str:
    """The place of a fault in the list, counted from 1."""
    rule = f"[{fault.number}]" if fault.number else ""
    return f"{rule}.parameters.{fault.parameter}" if fault.parameter else rule
