"""Files that people write → the words of engine and evaluation: read strictly, every problem at once with its place."""
