"""What the clock does: one beat for every cycle, effects that are due, and what waits today."""
