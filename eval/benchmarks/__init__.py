"""Benchmarks, run by ``make bench``; every figure is also a ratio to a plain peer."""
