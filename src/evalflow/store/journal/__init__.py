"""The journal: an entry's open and personal part, the hash tree, and entries of the first version."""
