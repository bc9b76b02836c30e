"""The only module that imports scipy: quantiles, the bootstrap, the permutation test."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from ..index.errors import MissingPartError

__all__ = ["LEVEL", "bca_interval", "beta_quantile", "exchange_test"]

LEVEL = 0.95
_MAX_DRAWN = 4_000_000  # cells of one batch of resamples: 32 MB


def _stats() -> Any:
    try:
        from scipy import stats
    except ImportError as error:
        raise MissingPartError("intervals need scipy: pip install 'glossator[eval]'") from error
    return stats


def beta_quantile(share: float, a: float, b: float) -> float:
    """Return the quantile of Beta(a, b) below which ``share`` of it lies."""
    return float(_stats().beta.ppf(share, a, b))


def bca_interval(
    data: tuple[npt.NDArray[Any], ...],
    statistic: Callable[..., Any],
    *,
    vectorized: bool,
    seed: int,
    n_resamples: int,
) -> tuple[float, float] | None:
    """Return the bias-corrected and accelerated 95 % interval (Efron 1987).

    Args:
        data: arrays of shape ``(n,)``, drawn together.
        statistic: of as many arrays; along ``axis``, where it is vectorized.
        vectorized: whether it is.
        seed: of the draws.
        n_resamples: how many draws.

    Returns:
        Its ends, or ``None`` where the draws give none: fewer than two rows, all figures alike, a
        figure that is nan.
    """
    if len(data[0]) < 2:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of degenerate data: the ends are checked below
        found = _stats().bootstrap(
            data,
            statistic,
            paired=len(data) > 1,
            vectorized=vectorized,
            n_resamples=n_resamples,
            batch=max(1, _MAX_DRAWN // len(data[0])) if vectorized else None,
            confidence_level=LEVEL,
            method="BCa",
            rng=np.random.default_rng(seed),
        )
    low, high = float(found.confidence_interval.low), float(found.confidence_interval.high)
    return (low, high) if low < high else None


def exchange_test(changes: npt.NDArray[np.float64], seed: int, n_resamples: int) -> float:
    """Return the two-sided p-value of a sum under exchange of signs (Fisher 1935).

    Exact where all ``2^n`` exchanges are no more than ``n_resamples``; else sampled, the observed
    one counted among the samples.
    """
    if len(changes) < 2:
        return 1.0  # one change is as likely the one way as the other
    found = _stats().permutation_test(
        (changes,),
        np.sum,
        permutation_type="samples",
        vectorized=True,
        n_resamples=n_resamples,
        batch=max(1, _MAX_DRAWN // len(changes)),
        alternative="two-sided",
        rng=np.random.default_rng(seed),
    )
    return float(found.pvalue)
