"""What of a record the public may see, what is hidden from it, and what a new edition leaves out."""
