"""The blueprint of the organisers' side of the ground floor."""

from flask import Blueprint

pages = Blueprint("organisers", __name__, url_prefix="/organise")
