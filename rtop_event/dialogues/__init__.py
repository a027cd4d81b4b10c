"""Wing 1, publishes: a dialogue, its meetings, programme, documents and briefing overview."""
