"""Findings, criteria and recommendations at the door."""
