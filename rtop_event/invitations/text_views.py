"""Where the text of the invitation was edited before every kind of letter could be: the address leads there."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import see
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.invitations.finding import FIRST_LANGUAGE, INVITATION
from rtop_event.invitations.pages import pages
from rtop_event.languages import CODES
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.refusal import NotFound


@pages.get("/organise/<slug:slug>/invitations/text/")
def desk_text(slug: str) -> AnyResponse:
    """On to the wording of the invitation, English at first."""
    at_the_desk(RoleName.ORGANISER)
    dialogue, language = any_dialogue(slug), request.args.get("language", FIRST_LANGUAGE)
    if language not in CODES:
        raise NotFound
    return see(url_for("dialogues.desk_letter", slug=dialogue.slug, kind=INVITATION, language=language))
