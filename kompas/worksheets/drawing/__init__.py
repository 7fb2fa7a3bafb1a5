"""Figures laid out: from what they show to where each piece stands. Templates make the SVG of it."""
