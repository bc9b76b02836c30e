"""Asking: query, hits, quotes, answer."""
