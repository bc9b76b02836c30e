"""Evaluation: questions, runs, metrics, statistics, reports."""
