"""A database: its address, its engine, its faults, its backup, and who may write to it."""
