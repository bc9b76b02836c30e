"""How an answer looks on the terminal that it is written to."""

import os
import shutil
import sys
from typing import TypedDict

__all__ = ["Look", "look"]


class Look(TypedDict):
    """Width in columns, and whether colour is wanted."""

    width: int
    colour: bool


def look() -> Look:
    """Return the width of the terminal, and whether it is one whose user wants colour."""
    colour = sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return {"width": shutil.get_terminal_size((80, 24)).columns, "colour": colour}
