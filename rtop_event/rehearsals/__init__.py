"""Exercises: a dialogue copied to another day, run with made-up delegations, and thrown away."""
