"""Ground floor: the outbox, letters as rows, sending and retrying; the only user of flask-mail."""
