"""Deadlines → calendar files with their time zones."""
