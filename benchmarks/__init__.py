"""Benchmarks: our figures beside our peers'."""
