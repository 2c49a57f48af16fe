"""Transactions: a snapshot that is read, and events that become rows and journal."""
