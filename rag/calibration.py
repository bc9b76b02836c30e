"""What ``glossator eval calibrate`` fitted to a glossary, as settings for asking it."""

import json
import math
from pathlib import Path

from ..index.errors import InputError
from .records import Settings

__all__ = ["load_settings"]


def load_settings(path: Path, encoder: str) -> Settings:
    """Read a calibration: the threshold, and the scale of the confidence.

    Args:
        path: what ``glossator eval calibrate --out`` wrote.
        encoder: sha256 of the encoder that is asked with.

    Raises:
        InputError: if the file isn't one, or was fitted with another encoder.
    """
    try:
        row = json.loads(path.read_bytes())
        fitted = str(row["encoder"])
        settings = Settings(
            threshold=float(row["threshold"]), slope=float(row["slope"]), shift=float(row["shift"])
        )
        _check(settings)
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: {error!r}; expected what 'glossator eval calibrate --out FILE' writes"
        ) from None
    if fitted != encoder:
        raise InputError(
            f"{path}: fitted with encoder {fitted[:12]}, but this run uses {encoder[:12]}. Fit it "
            "again: glossator eval calibrate --index … --out FILE"
        )
    return settings


def _check(settings: Settings) -> None:
    """Refuse figures that would turn the order of answers round, or the threshold off.

    Raises:
        ValueError: naming what was found.
    """
    threshold, slope, shift = settings.threshold or 0.0, settings.slope, settings.shift
    if not (0 <= threshold <= 1 and 0 < slope < math.inf and math.isfinite(shift)):
        raise ValueError(f"threshold {threshold:g}, slope {slope:g}, shift {shift:g}")
