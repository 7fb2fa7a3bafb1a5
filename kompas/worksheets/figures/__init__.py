"""Figures: data, laid out here (where each piece stands) and made SVG by the template of the same name."""
