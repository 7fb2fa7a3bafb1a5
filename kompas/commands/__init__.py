"""The commands: each parses, calls one function, and shows its result."""
