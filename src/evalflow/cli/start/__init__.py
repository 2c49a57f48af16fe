"""Commands to begin with: a new record, the page of the morning, and whether all is there."""
