"""How each act of the record is said to its readers; data, files and the chain keep the act as it was written."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, current_app

from rtop_event.wording import Sentence, sentence

ACTS: dict[str, Sentence] = {
    "added": sentence("organiser added"),
    "role changed": sentence("role changed"),
    "deactivated": sentence("organiser deactivated"),
    "activated": sentence("organiser activated again"),
    "renamed": sentence("organiser renamed"),
    "password set": sentence("password set"),
    "signed out everywhere": sentence("signed out everywhere"),
    "sign-in link made": sentence("sign-in link made"),
    "letter approved": sentence("letter approved"),
    "letter discarded": sentence("letter discarded"),
    "letter sent again": sentence("letter sent again"),
    "letter held back": sentence("letter held back"),
    "letter let go": sentence("letter let go"),
    "letter taken back": sentence("letter taken back"),
    "letter restored": sentence("letter restored"),
    "letter edited": sentence("letter edited"),
    "hold mail": sentence("all mail held back"),
    "release mail": sentence("all mail let go"),
    "drafted": sentence("dialogue drafted"),
    "brought in": sentence("dialogue brought in"),
    "loaded from a folder": sentence("loaded from a folder"),
    "changed": sentence("changed"),
    "facts changed": sentence("facts changed"),
    "programme changed": sentence("programme changed"),
    "published": sentence("published"),
    "withdrawn from view": sentence("withdrawn from view"),
    "cancelled": sentence("cancelled"),
    "reinstated": sentence("dialogue reinstated"),
    "meeting cancelled": sentence("meeting cancelled"),
    "meeting reinstated": sentence("meeting reinstated"),
    "text written": sentence("text written"),
    "text removed": sentence("text removed"),
    "letter reworded": sentence("letter reworded"),
    "letter back to the standard wording": sentence("letter back to the standard wording"),
    "exercise made": sentence("exercise made"),
    "exercise thrown away": sentence("exercise thrown away"),
    "invited": sentence("people invited"),
    "invitation withdrawn": sentence("invitation withdrawn"),
    "invitation answered": sentence("invitation answered"),
    "personal link replaced": sentence("personal link replaced"),
    "letters drafted": sentence("letters drafted"),
    "mail settled": sentence("mail settled"),
    "mail opened again": sentence("mail opened again"),
    "address mended": sentence("address mended"),
    "contact added": sentence("contact added"),
    "contact changed": sentence("contact changed"),
    "contacts brought in": sentence("contacts brought in"),
    "received": sentence("received"),
    "verified": sentence("verified"),
    "withdrawn": sentence("withdrawn"),
    "places exchanged": sentence("places exchanged"),
    "statement received": sentence("statement received"),
    "moved": sentence("moved"),
    "move taken back": sentence("move taken back"),
    "pinned": sentence("pinned"),
    "unpinned": sentence("no longer pinned"),
    "moved together": sentence("moved together"),
    "order chosen": sentence("order chosen"),
    "limits set": sentence("limits set"),
    "undone": sentence("undone"),
    "list published": sentence("list published"),
    "list announced": sentence("list announced"),
    "announcement taken back": sentence("announcement taken back"),
    "list brought in": sentence("list brought in"),
    "revision restored": sentence("revision restored"),
    "exchanges set": sentence("exchanges set"),
    "conflict put aside": sentence("conflict put aside"),
    "conflict taken up": sentence("conflict taken up"),
    "stock taken": sentence("stock taken"),
    "customs of the floor set": sentence("customs of the floor set"),
    "turn answered": sentence("turn answered"),
    "interpreters' link given": sentence("interpreters’ link given"),
    "interpreters' link ended": sentence("interpreters’ link ended"),
    "floor: opened": sentence("meeting opened"),
    "floor: suspended": sentence("meeting suspended"),
    "floor: resumed": sentence("meeting resumed"),
    "floor: closed": sentence("meeting closed"),
    "floor: called": sentence("speaker called"),
    "floor: began": sentence("clock started"),
    "floor: paused": sentence("clock paused"),
    "floor: continued": sentence("clock running again"),
    "floor: ended": sentence("statement ended"),
    "floor: lengthened": sentence("time lengthened"),
    "floor: absent": sentence("marked as absent"),
    "floor: found": sentence("marked as here again"),
    "floor: passed_over": sentence("passed over once"),
    "floor: yielded": sentence("floor given up"),
    "floor: reply_asked": sentence("right of reply asked"),
    "floor: reply_granted": sentence("right of reply granted"),
    "floor: reply_refused": sentence("right of reply refused"),
    "floor: point_raised": sentence("point of order raised"),
    "floor: point_ruled": sentence("point of order ruled on"),
    "floor: noted": sentence("note written"),
    "floor: blanked": sentence("board blanked"),
    "floor: shown": sentence("board shown again"),
    "floor: undone": sentence("step on the floor taken back"),
}


def add_acts(app: Flask, acts: Mapping[str, Sentence]) -> None:
    """A wing has words of its own for its acts, such as those that a delegation reads too."""
    app.extensions.setdefault("acts", {}).update(acts)


def act_said(what: str) -> Sentence:
    """An act in words; as it was written where nobody has words for it."""
    more: Mapping[str, Sentence] = current_app.extensions.get("acts", {})
    return ACTS.get(what) or more.get(what) or Sentence(what)
