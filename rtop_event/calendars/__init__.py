"""Wing 6, the feeds."""
