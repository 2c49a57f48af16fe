"""Whether the record can be relied on: verification, copies, restores and the checks of `doctor`."""
