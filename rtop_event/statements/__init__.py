"""Statements: the texts that delegations send, for the interpreters at once and for everybody after delivery."""
