"""Software for informal interactive dialogues: one house, nine wings, one law.

The wings stand in the order in which a dialogue happens: dialogues, delegations, invitations, registrations,
speakers, floor, statements, calendars, rehearsals. Below them lies the ground floor, which knows no wing: settings,
database, clock, refusal, wording, answer, ical, pdf, mailing, organisers.

The law of arrows: a wing uses only the ground floor and the wings before it. Rules know neither Flask nor
SQLAlchemy; models know no forms, actions or views; actions never look at the request or the clock; only views
and commands commit. The law is a test, tests/test_house.py.
"""
