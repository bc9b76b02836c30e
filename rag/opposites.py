"""The opposite of a name, by the words that English makes opposites with."""

import re
from collections.abc import Iterator

__all__ = ["opposites"]

_PAIRS = (
    ("over", "under"), ("up", "down"), ("high", "low"), ("hard", "soft"), ("hot", "cold"),
    ("forward", "backward"), ("forward", "reverse"), ("front", "back"), ("front", "rear"),
    ("left", "right"), ("upper", "lower"), ("inner", "outer"), ("internal", "external"),
    ("input", "output"), ("explicit", "implicit"), ("positive", "negative"), ("true", "false"),
    ("maximum", "minimum"), ("global", "local"), ("static", "dynamic"), ("active", "passive"),
    ("public", "private"), ("open", "closed"), ("early", "late"), ("long", "short"),
    ("vanishing", "exploding"), ("generative", "discriminative"), ("exploration", "exploitation"),
    ("batch", "online"), ("dense", "sparse"), ("shallow", "deep"), ("wide", "narrow"),
    ("strong", "weak"), ("lossless", "lossy"), ("ascending", "descending"), ("odd", "even"),
    ("inductive", "deductive"), ("bottom", "top"), ("start", "end"), ("push", "pull"),
    ("read", "write"), ("buyer", "seller"), ("debit", "credit"), ("import", "export"),
    ("macro", "micro"), ("hyper", "hypo"), ("pre", "post"), ("intra", "inter"), ("en", "de"),
    ("ex", "im"), ("increase", "decrease"), ("major", "minor"), ("first", "last"),
    ("starboard", "port"), ("windward", "leeward"), ("sender", "receiver"), ("client", "server"),
)  # fmt: skip
_NEGATIONS = ("un", "non", "in", "im", "a", "de", "dis", "anti", "counter")
_APART = ("non", "anti", "counter")  # those that stand before a hyphen, or alone


def opposites(name: str) -> Iterator[str]:
    """Yield what the opposite of a name may be called: ``overfitting`` → ``underfitting`` ….

    Most of what comes is no word; whoever asks looks it up.
    """
    words = re.findall(r"\w+", name.casefold())
    for place, word in enumerate(words):
        for other in _turned(word):
            yield " ".join((*words[:place], other, *words[place + 1 :]))
        if word in _APART and place + 1 < len(words):
            yield " ".join((*words[:place], *words[place + 1 :]))


def _turned(word: str) -> Iterator[str]:
    for pair in _PAIRS:
        for one, other in (pair, pair[::-1]):
            if word.startswith(one):
                yield other + word.removeprefix(one)
    for prefix in _NEGATIONS:
        yield prefix + word
        if word.startswith(prefix) and len(word) > len(prefix) + 3:
            yield word.removeprefix(prefix)
