"""Who asks, who answers: an edited file of the working list, looked at first and then brought in."""

from __future__ import annotations

from flask import current_app, flash, request, url_for
from flask_babel import gettext as _now
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse

from rtop_event.answer import answer, see
from rtop_event.clock import now
from rtop_event.database import begin_writing, read_first, session
from rtop_event.dialogues.finding import any_dialogue
from rtop_event.fields import Form
from rtop_event.invitations.contact_actions import drop_upload, keep_upload, kept_upload
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.organisers.models import RoleName
from rtop_event.sheets import BadSheet
from rtop_event.showing import say
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.desk import language
from rtop_event.speakers.desk_strip import at_desk
from rtop_event.speakers.forms import ReasonForm
from rtop_event.speakers.import_pages import dry_run_page, upload_page
from rtop_event.speakers.importing import bring_in, dry_run
from rtop_event.speakers.late_hands import shows_others
from rtop_event.speakers.revisions import last_number
from rtop_event.speakers.working_file import Line, read_working

IMPORT = "/organise/<slug:slug>/speakers/import"


class ListFileForm(Form):
    """A file of the working list."""

    file = FileField(
        _("File"),
        validators=[FileRequired(_("Choose a file."))],
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx"},
    )


@pages.route(f"{IMPORT}/", methods=["GET", "POST"])
def desk_import(slug: str) -> AnyResponse:
    """Take a file in for a dry run; nothing is changed yet."""
    read_first()
    at_the_desk(RoleName.ORGANISER)
    form = ListFileForm()
    desk = at_desk(any_dialogue(slug), language(), now())
    if not form.validate_on_submit():
        return answer("speakers/desk_import.html", upload_page(desk, form, now()), 422 if form.errors else 200)
    content = form.file.data.read()
    try:
        read_working(content)
    except BadSheet as bad:
        form.file.errors = [say(bad.reason)]
        return answer("speakers/desk_import.html", upload_page(desk, form, now()), 422)
    token = keep_upload(current_app.extensions["settings"].instance, content, at=now())
    return see(url_for("speakers.desk_dry_run", slug=slug, token=token))


@pages.route(f"{IMPORT}/<token:token>/", methods=["GET", "POST"])
@shows_others
def desk_dry_run(slug: str, token: str) -> AnyResponse:
    """What the file would do, line by line; sent, it is done, all of it or nothing."""
    read_first()
    person = at_the_desk(RoleName.ORGANISER)
    dialogue = any_dialogue(slug)
    form = ReasonForm(reason_needed=last_number(dialogue) is not None)
    lines = _lines_of(token)
    desk = at_desk(dialogue, language(), now())
    run = dry_run(dialogue, desk.facts, lines, reason="", by=person.name, at=now())
    form.draw(run.plan.seen)
    if not form.validate_on_submit():
        page = dry_run_page(desk, run, token, request.args.get("only", ""), form, now())
        return answer("speakers/desk_dry_run.html", page, 422 if form.is_submitted() else 200)
    begin_writing()
    bring_in(any_dialogue(slug), lines, seen=form.saw, reason=form.why, by=person.name, at=now())
    session.commit()
    drop_upload(current_app.extensions["settings"].instance, token)
    flash(_now("The file was brought in."))
    return see(url_for("speakers.desk_list", slug=slug))


def _lines_of(token: str) -> list[Line]:
    return read_working(kept_upload(current_app.extensions["settings"].instance, token))
