"""The blueprint of this wing."""

from flask import Blueprint

pages = Blueprint("speakers", __name__)
