"""What the program says beside its answers: notes, progress and errors, on standard error."""

import sys
from types import TracebackType
from typing import Any, Self

__all__ = ["Progress", "complain", "hush", "is_hushed", "say"]

_hushed = False


def hush(quiet: bool) -> None:
    """Say nothing but errors from now on, or everything again."""
    global _hushed
    _hushed = quiet


def is_hushed() -> bool:
    """Tell whether only errors are said."""
    return _hushed


def say(message: str) -> None:
    """Say what was done, or what is worth knowing; nothing where quiet is wanted."""
    if not _hushed:
        _write(message)


def complain(message: str) -> None:
    """Say what is wrong, also where quiet is wanted."""
    _write(f"glossator: {message}")


def _write(message: str) -> None:
    from .render import visible

    print(visible(message), file=sys.stderr)


class Progress:
    """A progress bar for stages that take a while; none where no one looks or quiet is wanted."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._stage = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is; a new stage starts a new bar."""
        from tqdm import tqdm

        if stage != self._stage:
            if self._bar is not None:
                self._bar.close()
            self._stage = stage
            self._bar = tqdm(
                total=total,
                desc=stage,
                unit="",
                file=sys.stderr,
                disable=True if _hushed else None,
                leave=False,
            )
        self._bar.total = total
        self._bar.update(done - self._bar.n)
