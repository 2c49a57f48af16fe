"""Commands on the report, its distribution, exports and comparisons."""
