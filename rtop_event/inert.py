"""Text for a spreadsheet that shows it and never computes it, and the way back to what was typed."""

from __future__ import annotations

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(value: object) -> str:
    """The value as text that a spreadsheet shows and never computes; `as_typed` is the way back."""
    text = "" if value is None else str(value)
    return f"'{text}" if _computed(text.lstrip("'")) else text


def as_typed(cell: str) -> str:
    """The text of a cell without the mark that made it inert."""
    return cell[1:] if cell.startswith("'") and _computed(cell.lstrip("'")) else cell


def _computed(text: str) -> bool:
    return text.lstrip(" ").startswith(_RISKY) or text.startswith(_RISKY)
