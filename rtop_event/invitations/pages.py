"""The blueprint of this wing, which its public page and those of the desk share."""

from flask import Blueprint

pages = Blueprint("invitations", __name__)
