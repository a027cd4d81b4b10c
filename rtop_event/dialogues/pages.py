"""The blueprint of this wing, which its public pages and those of the desk share."""

from flask import Blueprint

pages = Blueprint("dialogues", __name__)
