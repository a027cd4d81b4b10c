"""Wing 3, what we have put into people's calendars, and what they answered."""
