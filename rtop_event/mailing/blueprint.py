"""The blueprint of the outbox, which its list and the pages of single letters share."""

from flask import Blueprint

blueprint = Blueprint("mailing", __name__, url_prefix="/organise/outbox")
