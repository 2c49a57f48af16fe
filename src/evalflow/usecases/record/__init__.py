"""Dialogues, objectives and registers at the door: entered, corrected, imported, exported."""
