"""What a person does with a cycle, its steps and its workflow."""
