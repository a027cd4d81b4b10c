"""The floor: what happens in the room, step by step, and what everybody is shown of it."""
