"""The report at the door: from the public record to published files and comparisons."""
