"""Ground floor: accounts, roles, sign-in and the record of changes."""
