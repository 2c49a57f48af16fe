"""What is asked of a counterpart: its form, its timeframe, and every day that it was due on."""
