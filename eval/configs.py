"""What is evaluated: ours as shipped, ours with other settings, and the rows always beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ..index.errors import InputError
from ..rag.records import CHANNELS, Settings

__all__ = ["SYSTEM", "Config", "baselines", "parse_config", "settings_text", "system"]

#: The run that reports are about.
SYSTEM = "hybrid"


@dataclass(frozen=True, slots=True)
class Config:
    """One run of ours.

    Attributes:
        name: of the run.
        says: what it is, in a clause.
        settings: what it is asked with.
        kind: ``system`` or ``baseline``.
        oracle: only the entries that the gold names are in the glossary: what the best retriever
            could do for the part that chooses sentences.
        refuses: refuses everything.
    """

    name: str
    says: str
    settings: Settings
    kind: str = "system"
    oracle: bool = False
    refuses: bool = False


def system(settings: Settings) -> Config:
    """Return the run of ours with all channels."""
    return Config(SYSTEM, "names, words and meaning together, as shipped", settings)


def baselines(settings: Settings) -> tuple[Config, ...]:
    """Return the rows that stand beside every run.

    Args:
        settings: of the system: its threshold holds for the single channels too.
    """
    only = {
        "names": ("name", "names alone"),
        "bm25": ("lexical", "words alone (BM25)"),
        "dense": ("dense", "meaning alone (vectors)"),
    }
    eager = replace(settings, threshold=0.0)
    return (
        *(
            Config(name, says, replace(settings, channels=frozenset({channel})), "baseline")
            for name, (channel, says) in only.items()
        ),
        Config("always-answer", "answers whenever anything is found", eager, "baseline"),
        Config("always-refuse", "refuses everything", settings, "baseline", refuses=True),
        Config(
            "perfect-retriever",
            "only the right entries are there, and it knows what can't be answered",
            eager,
            "baseline",
            oracle=True,
        ),
    )


def _channels(text: str) -> frozenset[str]:
    found = frozenset(text.split("+"))
    if not found <= CHANNELS:
        raise ValueError(f"expected some of {'+'.join(sorted(CHANNELS))}")
    return found


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("expected true or false")
    return text == "true"


_READERS: Mapping[type, Callable[[str], Any]] = {
    frozenset: _channels,
    bool: _flag,
    int: int,
    float: float,
    str: str,
    type(None): float,  # the threshold, where there is none
}


def parse_config(text: str, settings: Settings) -> Config:
    """Read ``NAME=field:value,field:value``, such as ``strict=threshold:0.9``.

    Args:
        text: as on the command line; channels are joined by ``+``.
        settings: what the other fields are taken from.

    Raises:
        InputError: for a field that settings don't have, or a value that it can't hold.
    """
    name, equals, rest = text.partition("=")
    if not name or not equals:
        raise InputError(f"config '{text}'; expected NAME=field:value,…")
    known = {item.name: type(getattr(settings, item.name)) for item in fields(settings)}
    values: dict[str, Any] = {}
    for part in filter(None, rest.split(",")):
        field, colon, value = part.partition(":")
        if field not in known or not colon:
            raise InputError(
                f"config '{name}': '{part}'; expected field:value with a field of "
                f"{', '.join(known)}"
            )
        try:
            values[field] = _READERS[known[field]](value)
        except (ValueError, KeyError) as error:
            raise InputError(f"config '{name}': {field} can't be '{value}' ({error})") from None
    changed = replace(settings, **values)
    return Config(name, rest or "as shipped", changed)


def settings_text(config: Config) -> dict[str, str]:
    """Return the settings of a run as text by name, for the record."""
    texts = {}
    for item in fields(config.settings):
        value = getattr(config.settings, item.name)
        texts[item.name] = "+".join(sorted(value)) if isinstance(value, frozenset) else str(value)
    return texts
