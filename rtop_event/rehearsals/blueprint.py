"""The blueprint of this wing."""

from flask import Blueprint

pages = Blueprint("rehearsals", __name__)
