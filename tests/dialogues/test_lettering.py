"""The wording of letters: faults in it, what is filled in, and that a stranger's text stays text wherever it goes."""

from __future__ import annotations

from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtop_event.dialogues.lettering import (
    fault,
    fault_in_links,
    fault_of_letter,
    filled_body,
    filled_subject,
    fit_subject,
    in_subject,
    nearest,
)
from rtop_event.fencing import for_header, unlinked
from rtop_event.markdown import both
from rtop_event.text import DOT, SCHEME, has_invisible

HERE = ("delegation", "dialogue", "own_page", "contact")
URL = "https://dialogue.example/registrations/token~1/"
VALUES = {
    "dialogue": "Response (example)",
    "own_page": URL,
    "page_link": "https://dialogue.example/dialogues/one/",
    "contact_name": "The desk",
    "contact_address": "desk@dialogue.example",
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("To {delegation}", None),
        ("", None),
        ("To {delegaton}", "{delegaton} is not a placeholder. The nearest is {delegation}."),
        ("To {Delegation}", "{Delegation} is not a placeholder. The nearest is {delegation}."),
        ("To { delegation }", "{delegation} is not a placeholder. The nearest is {delegation}."),
        ("To {}", "{} is not a placeholder. The nearest is {own_page}."),
        ("To {until}", "{until} has no value here. The nearest that has one is {contact}."),
        ("To {delegation.__class__}", "{delegation.__class__} is not a placeholder. The nearest is {delegation}."),
        ("To {delegation!r}", "{delegation!r} is not a placeholder. The nearest is {delegation}."),
        ("To {0}", "{0} is not a placeholder. The nearest is {own_page}."),
        (
            "Dear friends of {delegation",
            "There is a single brace at “Dear friends of {delegation”. Braces stand only around placeholders.",
        ),
        ("a } b", "There is a single brace at “a } b”. Braces stand only around placeholders."),
        (
            "{{delegation}}",
            "There is a single brace at “{{delegation}}”. Braces stand only around placeholders.",
        ),
    ],
)
def test_fault_names_the_placeholder_and_the_nearest_known_one(text: str, said: str | None) -> None:
    found = fault(text, HERE, elsewhere={"until"})
    assert (None if found is None else str(found)) == said


@pytest.mark.parametrize(
    ("typed", "name"), [("salutaton", "salutation"), ("own page", "own_page"), ("link", "page_link"), ("dat", "date")]
)
def test_nearest_is_the_name_most_like_it(typed: str, name: str) -> None:
    assert nearest(typed, ("salutation", "own_page", "page_link", "date")) == name


def test_a_subject_holds_no_link_and_no_contact() -> None:
    assert in_subject(HERE) == ("delegation", "dialogue")


@pytest.mark.parametrize(
    ("body", "fine"),
    [
        ("[here]({own_page})", True),
        ("<{own_page}> and {page_link}, {contact}", True),
        ("[{delegation}](https://desk.example/)", True),
        ("[here](https://desk.example/{delegation})", False),
        ("[here](https://desk.example/?x={own_page})", False),
        ("<https://desk.example/{delegation}>", False),
        ("[here]\n\n[here]: https://desk.example/{delegation}", False),
        ("[here](https://{delegation}/)", False),
    ],
)
def test_a_placeholder_never_stands_inside_an_address(body: str, fine: bool) -> None:
    assert (fault_in_links(body) is None) == fine


@pytest.mark.parametrize(
    ("body", "html", "plain"),
    [
        ("Dear {delegation},", "<p>Dear Peru,</p>", "Dear Peru,"),
        (
            "Look: {own_page}",
            f'<p>Look: <a href="{URL}" rel="noopener">{URL}</a></p>',
            f"Look: {URL}",
        ),
        ("[here]({own_page})", f'<p><a href="{URL}" rel="noopener">here</a></p>', f"here ({URL})"),
        (
            "{contact}",
            '<p>The desk, <a href="mailto:desk@dialogue.example" rel="noopener">desk@dialogue.example</a></p>',
            "The desk, desk@dialogue.example",
        ),
        ("# To {delegation}", "<h2>To Peru</h2>", "To Peru"),
        ("{nothing}", "<p></p>", ""),
    ],
)
def test_a_body_is_filled(body: str, html: str, plain: str) -> None:
    filled = filled_body(body, {**VALUES, "delegation": "Peru"})
    assert (filled.html, filled.plain) == (html, plain)


def test_what_is_filled_in_can_be_marked_on_a_page_and_never_in_the_plain_text() -> None:
    filled = filled_body("{delegation} {own_page}", {**VALUES, "delegation": "A & B"}, marked=True)
    assert filled.html == f'<p><mark>A &amp; B</mark> <a href="{URL}" rel="noopener">{URL}</a></p>'
    assert filled.plain == f"A & B {URL}"


def test_values_are_not_looked_at_again() -> None:
    values = {**VALUES, "delegation": "{dialogue} {own_page}"}
    assert filled_subject("To {delegation}", values) == "To {dialogue} {own_page}"
    assert filled_body("To {delegation}", values).plain == "To {dialogue} {own_page}"


def test_subject_is_one_line_of_a_fit_length() -> None:
    values = {"name": "a\r\nBcc: x@y.example\u2028" + "b" * 300}
    assert fit_subject(filled_subject("{name}", values)) == "a Bcc: x y. example " + "b" * 179 + "…"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Côte d'Ivoire", "Côte d'Ivoire"),
        ("http://1.2.3.4/x", "http: //1. 2. 3. 4/x"),
        ("A/RES/66.2", "A/RES/66.2"),
        ("me@evil.example", "me evil. example"),
        ("a\u202eb\u200ec\x00", "abc"),
    ],
)
def test_a_header_holds_nothing_that_a_mail_program_makes_a_link_of(typed: str, said: str) -> None:
    assert for_header(typed) == said


class Structure(HTMLParser):
    """The tags of a page with all their attributes, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(attrs)))


PIECES = [
    '"', "'", "<", ">", "&", "\n", "\r\n", "\u2028", "\x85", "\t", "{delegation}", "{own_page}", "[x](https://evil.example)",
    "<https://evil.example>", "https://evil.example/", "www.evil.example", "javascript:alert(1)", "mailto:x@evil.example",
    "<script>alert(1)</script>", "![x](data:text/html,y)", "\n\n# Heading\n\n- item", "```", "| a |\n| - |", "    code",
    "&lt;img&gt;", "\u202e", "\u200b", "\x00", "\ud800", '" onmouseover="alert(1)', "Bcc: x@evil.example", "=?utf-8?q?x?=",
    "-- ", "1. ", "* * *", "\\", "`", "Perú",
]  # fmt: skip
STRANGERS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=8).map("".join)
BODIES = [
    "{delegation}",
    "# {delegation}",
    "{delegation}\n===",
    "- {delegation}\n- end",
    "1. {delegation}",
    "> {delegation}",
    "**{delegation}** and *{delegation}*",
    "`{delegation}`",
    "```\n{delegation}\n```",
    "| a |\n| - |\n| {delegation} |",
    "[{delegation}](https://desk.example/)",
    "Dear {delegation}, {own_page} {contact}",
    "{delegation}\n{delegation}",
]


@pytest.mark.parametrize("body", BODIES)
@given(typed=STRANGERS)
def test_whatever_a_stranger_types_it_becomes_no_markup_no_link_and_no_line(body: str, typed: str) -> None:
    filled = filled_body(body, {**VALUES, "delegation": typed})
    plain = filled_body(body, {**VALUES, "delegation": "☃"})
    assert Structure(filled.html).found == Structure(plain.html).found
    put_in = unlinked(typed)
    assert (DOT.search(put_in), SCHEME.search(put_in), "\n" in put_in, "\r" in put_in) == (None, None, False, False)
    assert bare(filled.plain) == bare(plain.plain.replace("☃", put_in))


def bare(text: str) -> str:
    """The text without what wrapping changes: spaces, and the signs of a quotation."""
    return "".join(text.split()).replace(">", "")


@given(
    typed=STRANGERS, around=st.sampled_from(["{delegation}", "To {delegation}: {dialogue}", "{delegation}{delegation}"])
)
def test_whatever_a_stranger_types_a_subject_stays_one_header(typed: str, around: str) -> None:
    subject = fit_subject(filled_subject(around, {**VALUES, "delegation": typed}))
    mail = EmailMessage()
    mail["Subject"] = subject
    assert (has_invisible(subject), "\n" in subject, "\r" in subject, len(subject) <= 200) == (
        False,
        False,
        False,
        True,
    )
    assert mail.keys() == ["Subject"]
    assert bytes(mail).count(b"\nBcc:") == 0


@given(body=st.text(alphabet="abc {}\n#*`[]()<>-_", max_size=40), typed=STRANGERS)
def test_no_wording_and_no_value_makes_it_fail(body: str, typed: str) -> None:
    wrong = fault(body, HERE) or fault_in_links(body)
    if wrong is None:
        filled = filled_body(body, {**VALUES, "delegation": typed})
        assert both(filled.plain) is not None


@pytest.mark.parametrize(
    ("letter", "line"),
    [
        ("Subject: Come\n\n[here]({page_link})", None),
        ("Subject: Come\n\nDear {name}\n[write](mailto:{name})", 4),
        ("Subject: Come\n\n<https://example.org/{name}>", 2),
        ("Come", 1),
    ],
)
def test_a_letter_of_a_folder_has_no_placeholder_inside_an_address(letter: str, line: int | None) -> None:
    found = fault_of_letter(letter)
    assert (found[0] if found else None) == line
