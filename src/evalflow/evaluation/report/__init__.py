"""What may be printed: the public record, its lines and figures, and what goes out between records."""
