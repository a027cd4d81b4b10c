"""Statements: what is taken, who sees it when, and what the interpreters carry away."""
