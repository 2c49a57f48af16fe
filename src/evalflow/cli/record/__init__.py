"""Commands on dialogues, objectives and registers."""
