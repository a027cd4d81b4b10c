"""The blueprint of this wing."""

from flask import Blueprint

pages = Blueprint("floor", __name__)
