"""Wing 2, who there is: States, observers, organisations and groups, with names that have dates."""
