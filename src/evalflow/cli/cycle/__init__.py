"""Commands on cycles, steps, workflows, calendars and time."""
