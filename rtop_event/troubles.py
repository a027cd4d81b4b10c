"""What people see when something is refused, missing, busy or broken: one handler, three faces."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import structlog
from flask import Flask, Response, g, request
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from rtop_event.answer import VARY, answer
from rtop_event.database import Failing, failing, session
from rtop_event.organisers.accounts import person_at_the_desk
from rtop_event.refusal import Refusal, StaleHand
from rtop_event.showing import say

RETRY_AFTER = "5"
DESK = "/organise/"
PASSED_ON = {"retry-after", "allow"}


@dataclass(frozen=True)
class RefusalPage:
    """Why nothing was done, in one sentence."""

    status: int
    title: str
    refused: str


def add_handlers(app: Flask) -> None:
    """One family of answers for everything that is refused or fails."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(StaleDataError, lambda _error: refused(StaleHand()))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(PoolTimeout, _exhausted)
    app.register_error_handler(Exception, _broken)


def refused(refusal: Refusal) -> Response:
    """A rule was asked for what it forbids: its sentence, its status, nothing written."""
    _undo()
    return _show(refusal.status, say(refusal.reason))


def _http(error: HTTPException) -> Response | HTTPException:
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        return _broken(error.original_exception)
    if error.response is not None:
        return error
    _undo()
    status = HTTPStatus(error.code or 500)
    if isinstance(error, SecurityError):  # for an unknown host no address can be built, so no page either
        return _bare(status, _sentence(status))
    shown = _show(status, _sentence(status))
    for name, value in error.get_headers():
        if name.lower() in PASSED_ON:
            shown.headers[name] = value
    return shown


def _sentence(status: HTTPStatus) -> str:
    known = {
        HTTPStatus.BAD_REQUEST: _("The request cannot be understood. Nothing was changed."),
        HTTPStatus.NOT_FOUND: _("There is no such page, or the link has been replaced by a newer one."),
        HTTPStatus.METHOD_NOT_ALLOWED: _("This address does not take that kind of request. Nothing was changed."),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("What was sent is too large. Nothing was changed."),
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _("This kind of content is not taken here. Nothing was changed."),
        HTTPStatus.TOO_MANY_REQUESTS: _("There were too many requests from your address. Please wait a minute."),
    }
    return str(known.get(status, _("This could not be done. Nothing was changed.")))


def _database(error: DBAPIError) -> Response:
    """A busy, full or unreachable database is 503; anything else is our fault."""
    how = failing(error)
    if how is Failing.BROKEN:
        return _broken(error)
    structlog.get_logger().warning("the database cannot serve", how=how.value, why=str(error.orig))
    return _unavailable(
        _("The site can be read, but nothing can be saved at the moment. Please try again later.")
        if how is Failing.FULL
        else _("The site is very busy at the moment. Nothing was saved: please try again in a few seconds.")
    )


def _exhausted(error: PoolTimeout) -> Response:
    structlog.get_logger().warning("no database connection was free", why=str(error))
    return _unavailable(_("The site is very busy at the moment. Nothing was saved: please try again in a few seconds."))


def _unavailable(sentence: str) -> Response:
    _undo()
    _ask_no_more()
    response = _show(HTTPStatus.SERVICE_UNAVAILABLE, sentence)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def _broken(error: Exception | BaseException) -> Response:
    structlog.get_logger().error("a request failed", exc_info=error)
    _undo()
    _ask_no_more()
    return _show(HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong on our side. Nothing was changed."))


def _undo() -> None:
    """Give up what was begun, also where the database is not there to be told."""
    try:
        session.rollback()
    except Exception as lost:  # whatever the driver raises, the answer goes out
        structlog.get_logger().warning("a transaction could not be rolled back", why=str(lost))


def _ask_no_more() -> None:
    """Draw the page without asking the database who is at the desk."""
    g.setdefault("desk_person", None)


def _show(status: HTTPStatus, sentence: str) -> Response:
    titles = {
        HTTPStatus.NOT_FOUND: _("Not found"),
        HTTPStatus.FORBIDDEN: _("Not allowed"),
        HTTPStatus.SERVICE_UNAVAILABLE: _("Please try again"),
        HTTPStatus.TOO_MANY_REQUESTS: _("Please wait"),
    }
    title = titles.get(status, _("This was not done"))
    try:
        if request.path.startswith(DESK):  # also where no view was found that would have asked who it is
            person_at_the_desk()
        return answer("refusal.html", RefusalPage(int(status), str(title), str(sentence)), int(status))
    except Exception as fault:  # the page of troubles has a trouble itself
        structlog.get_logger().error("the page of a refusal failed", path=request.path, exc_info=fault)
        _undo()
        return _bare(status, str(sentence))


def _bare(status: HTTPStatus, sentence: str) -> Response:
    """The sentence alone, for when no page can be drawn."""
    return Response(f"{sentence}\n", int(status), {"Vary": VARY}, mimetype="text/plain")
