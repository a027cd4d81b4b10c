"""What a person does with a page that has no script: open it, fill in the form around a button, press the button."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

JSON = {"Accept": "application/json"}
Pairs = list[tuple[str, str]]


@dataclass
class Sheet:
    """One form as it was drawn: what it would send by itself, and its buttons as (words, name, value)."""

    action: str
    method: str
    drawn: Pairs = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []
        self.inside = False
        self.select: tuple[str, Pairs] = ("", [])
        self.text = ""
        self.button: dict[str, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.sheets.append(Sheet(said.get("action", ""), said.get("method", "get")))
            self.inside = True
        elif self.inside:
            self._control(tag, said)

    def _control(self, tag: str, said: dict[str, str]) -> None:
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "input" and name and (said.get("type") not in {"radio", "checkbox"} or "checked" in said):
            self.sheets[-1].drawn.append((name, value))
        elif tag == "select":
            self.select = (name, [])
        elif tag == "option" and (not self.select[1] or "selected" in said):
            self.select[1][:] = [(self.select[0], value)]
        elif tag in {"textarea", "button"}:
            self.text, self.button = "", said

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif self.inside and tag == "select":
            self.sheets[-1].drawn += self.select[1]
        elif self.inside and tag in {"textarea", "button"} and self.button is not None:
            name = self.button.get("name", "")
            if tag == "textarea":
                self.sheets[-1].drawn.append((name, self.text.removeprefix("\n")))
            else:
                words = self.button.get("aria-label") or " ".join(self.text.split())
                self.sheets[-1].buttons.append((words, name, self.button.get("value", "")))


class Hands:
    """A person at a browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.path = "/"
        self.page = ""

    def open(self, path: str) -> Hands:
        """Go to a page, which must be there."""
        return self._at(self.client.get(path))

    def read(self, path: str) -> dict[str, Any]:
        """The same page as plain values."""
        answered = self.client.get(path, headers=JSON)
        assert answered.status_code == 200, answered.text
        page: dict[str, Any] = answered.get_json()
        return page

    def press(self, words: str, **typed: Any) -> Hands:
        """Fill in the form around the button and press it; the page that follows must be there."""
        return self._at(self._sent(words, typed))

    def press_refused(self, words: str, **typed: Any) -> tuple[int, str]:
        """Press it where that is refused: the status and the page."""
        answered = self._sent(words, typed)
        return answered.status_code, answered.text

    def _at(self, answered: TestResponse) -> Hands:
        while answered.status_code == 303:
            answered = self.client.get(urljoin(self.path, answered.location))
        assert answered.status_code == 200, (answered.request.path, answered.status_code, answered.text)
        self.path, self.page = answered.request.full_path.rstrip("?"), answered.text
        return self

    def _sent(self, words: str, typed: dict[str, Any]) -> TestResponse:
        sheet, name, value = self._found(words)
        sent: dict[str, list[Any]] = {}
        for drawn, text in sheet.drawn:
            sent.setdefault(drawn, []).append(text)
        for chosen, given in [*typed.items(), *([(name, value)] if name else [])]:
            sent[chosen] = given if isinstance(given, list) else [given]
        path = urljoin(self.path, sheet.action)
        parts = urlsplit(path)
        if sheet.method.lower() == "get":
            return self.client.get(parts.path, query_string=sent)
        return self.client.post(f"{parts.path}?{parts.query}".rstrip("?"), data=sent)

    def _found(self, words: str) -> tuple[Sheet, str, str]:
        found = [
            (sheet, name, value)
            for sheet in _Reader(self.page).sheets
            for said, name, value in sheet.buttons
            if said == words
        ]
        assert found, f"no button “{words}” on {self.path}"
        assert all(one == found[0] for one in found), f"several buttons “{words}” on {self.path}"
        return found[0]


def a_file(content: str, name: str) -> tuple[io.BytesIO, str]:
    """A file to be put into a form."""
    return io.BytesIO(content.encode()), name
