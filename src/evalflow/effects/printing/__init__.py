"""HTML → PDF, in a child process that has limits."""
