"""The columns of charts, as SVG counts them."""

from __future__ import annotations

from rtop_event.bars import Bar, Plot, before, stacked


def test_bars_stand_on_each_other() -> None:
    assert stacked([(0, 2), (2, 1)], ("yes", "no")) == Plot(
        2, 3, (Bar("no", 0.05, 1, 0.9, 2), Bar("yes", 1.05, 1, 0.9, 2), Bar("no", 1.05, 0, 0.9, 1))
    )
    assert stacked([], ("yes",)) == Plot(0, 0, ())


def test_a_narrow_bar_stands_before_a_wide_one() -> None:
    assert before([(3, 5), (0, 2)], ("planned", "used")) == Plot(
        2, 5, (Bar("planned", 0.05, 2, 0.9, 3), Bar("used", 0.25, 0, 0.5, 5), Bar("used", 1.25, 3, 0.5, 2))
    )
    assert before([], ("planned", "used")) == Plot(0, 0, ())
