"""Wing 4, who comes, and who asks for the floor; the delegate's own page."""
