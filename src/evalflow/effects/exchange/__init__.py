"""Reports and tables → files for other programs: bundles, IATI, CSV and JSON."""
