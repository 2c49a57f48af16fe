"""The sections of the public record, each with its lines."""
