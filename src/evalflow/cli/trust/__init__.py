"""Commands on proofs, copies and restores."""
