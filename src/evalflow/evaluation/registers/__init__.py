"""Lists of dated, sourced events: every register declared once, its entries, and what they allow."""
