"""Wing 5, the list of speakers: ordering, timing, revisions."""
