"""Defects of a glossary, found in what readers yield: so it works for every format.

Each kind of defect has a code, a severity and advice (:mod:`~.catalogue`); each finding has a file
and a line. What an owner has looked at and means so can be ignored, beside the text or by option.
"""

from .catalogue import RULES, Code, Rule, Severity
from .findings import Finding, Place
from .run import Linted, lint, lint_paths

__all__ = ["RULES", "Code", "Finding", "Linted", "Place", "Rule", "Severity", "lint", "lint_paths"]
