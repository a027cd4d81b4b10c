"""From HTML of ours back to its Markdown: what is edited gives the same page again where nothing was changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtop_event.markdown import html
from rtop_event.markdown_source import source_of

TEXTS = [
    ("Dear colleague,\n\nwe have **received** it.", "Dear colleague,\n\nwe have **received** it."),
    ("- What: *one*\n- When: `two`", "- What: *one*\n- When: `two`"),
    ("Yours,\\\nthe desk", "Yours,\\\nthe desk"),
    ("[Answer here](https://a.example/x_y)", "[Answer here](<https://a.example/x_y>)"),
    ("<https://a.example/x>, <mission@tonga.example>", "<https://a.example/x>, <mission@tonga.example>"),
    ("1\\. not a list\n\n\\- nor this \\*star\\*", "1\\. not a list\n\n\\- nor this \\*star\\*"),
    ("3. three\n4. four", "3. three\n4. four"),
    ("- one\n\n  more\n\n- two", "- one\n\n  more\n\n- two"),
    ("- one\n  - deeper\n- two", "- one\n  - deeper\n- two"),
    ("- one\n\n* other", "- one\n\n* other"),
    ("1. one\n\n1) other", "1. one\n\n1) other"),
    ("> said\n>\n> more", "> said\n>\n> more"),
    ("one\n\\=== two", "one\n\\=== two"),
    ("One\ntwo\n===", "# One two"),
    ("# Title\n\n## Below", "# Title\n\n## Below"),
    ("one\n\n---\n\ntwo", "one\n\n---\n\ntwo"),
    ("```\na `b`\n\nc\n```", "```\na `b`\n\nc\n```"),
    ("``a ` b`` and `` ` ``", "``a ` b`` and `` ` ``"),
    ("| a | b |\n| --- | --- |\n| c \\| d | *e* |", "| a | b |\n| --- | --- |\n| c \\| d | *e* |"),
    ("snake_case and AT&amp;T", "snake_case and AT&T"),
]


@pytest.mark.parametrize(("typed", "back"), TEXTS)
def test_source_is_what_was_typed_in_its_plainest_form(typed: str, back: str) -> None:
    assert source_of(html(typed)) == back
    assert source_of(html(back)) == back


WORDS = st.sampled_from(
    ["we", "came", "1. no", "- no", "a_b_c", "_x", "2 * 3", "<b>", "[x]", "a|b", "# no", "&amp;", "`"]
)
LINE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PARAGRAPH = st.lists(LINE, min_size=1, max_size=3).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARAGRAPH, min_size=1, max_size=4).map("\n\n".join))
def test_page_made_from_the_source_is_the_same_page(typed: str) -> None:
    page = html(typed)
    assert html(source_of(page)) == page


def test_tag_that_closes_nothing_is_passed_over() -> None:
    assert source_of("<p>a</b></p></p>") == "a"
