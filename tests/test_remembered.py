"""What is worked out once, and when again."""

from __future__ import annotations

from rtop_event.remembered import Remembered


def test_answer_is_worked_out_once_and_the_oldest_is_forgotten() -> None:
    kept, worked_out = Remembered[str | None](2), list[str]()

    def answer(asked: str) -> str | None:
        def work_out() -> str | None:
            worked_out.append(asked)
            return None if asked == "nobody" else asked.upper()

        return kept.answer(asked, work_out)

    asked = ["one", "one", "nobody", "nobody", "one", "three", "one"]
    assert [answer(each) for each in asked] == ["ONE", "ONE", None, None, "ONE", "THREE", "ONE"]
    assert worked_out == ["one", "nobody", "three", "one"]
    assert [kept.known(each) for each in ("one", "three", "nobody", "two")] == ["ONE", "THREE", None, None]
