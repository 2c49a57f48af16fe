"""A record → what is wrong with it: its tree, its rows, its schema and its server."""
