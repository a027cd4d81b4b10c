"""The blueprint of this wing."""

from flask import Blueprint

pages = Blueprint("statements", __name__)
