"""Worksheets: from a session's answers to Markdown that people read, print and keep."""
