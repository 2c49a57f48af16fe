"""Whom letters go to, what may become of one, and when it may come."""
