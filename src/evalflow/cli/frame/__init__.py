"""What every command shares: options, words typed, places, output and how a command ends."""
