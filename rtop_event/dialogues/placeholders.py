"""What each placeholder of a letter stands for, in one sentence."""

from __future__ import annotations

from rtop_event.wording import sentence

MEANINGS = {
    "salutation": sentence("the greeting: the contact's own salutation, else “Dear” and the name"),
    "name": sentence("the name of the contact"),
    "delegation": sentence("the delegation, in the language of the letter"),
    "dialogue": sentence("the theme of the dialogue"),
    "date": sentence("the day, in New York"),
    "times": sentence("the hours of the meetings"),
    "opens_at": sentence("day and hour at which the dialogue opens"),
    "room": sentence("room and address"),
    "speaker": sentence("name and function of who takes the floor or takes part"),
    "turn": sentence("day and hours of the turn, as the calendar has it"),
    "place": sentence("the place on the list"),
    "expected": sentence("the hour at which the turn is expected"),
    "until": sentence("until when the recipient can act"),
    "partner": sentence("the other delegation of the exchange"),
    "register_link": sentence("the person's own page: to answer and to register"),
    "own_page": sentence("the person's own page of the request or the offer"),
    "page_link": sentence("the public page of the dialogue"),
    "contact": sentence("whom to ask: name and address"),
    "host": sentence("who runs this site"),
}
