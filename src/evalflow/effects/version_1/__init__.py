"""Public records of version 1, `evalflow-record/1`: read, and written back to the byte; none is made any more."""
