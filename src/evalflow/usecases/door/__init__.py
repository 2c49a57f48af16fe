"""What every use case goes through: who asks, when, on which record, and whether anything may leave it."""
