"""What is on record → named facts → criteria tripped, clear or not to be told; scorecards that pass or fail."""
