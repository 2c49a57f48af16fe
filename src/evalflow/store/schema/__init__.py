"""What is kept → its tables, with guards, and the revisions that bring an older database to them."""
