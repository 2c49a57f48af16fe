"""Bytes → files that are there whole, locked, or remembered outside the database."""
