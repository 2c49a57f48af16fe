"""What is known of a dialogue between two governments, and how a registry writes it."""
