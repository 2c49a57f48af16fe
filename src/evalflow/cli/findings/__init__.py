"""Commands on findings, criteria, recommendations and scorecards."""
