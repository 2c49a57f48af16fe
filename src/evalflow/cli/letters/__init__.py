"""Commands on contacts, circles, letters and reminders."""
