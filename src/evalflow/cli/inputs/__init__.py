"""Commands on inputs, their points, answers and receipt codes."""
