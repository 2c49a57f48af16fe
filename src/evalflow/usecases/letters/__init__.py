"""Contacts and letters at the door: written, sent, returned."""
