"""Values → charts: bars, timelines and diagrams, as SVG and as text."""
