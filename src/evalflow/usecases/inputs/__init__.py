"""Inputs at the door: received, answered, protected, and erased where they must be."""
