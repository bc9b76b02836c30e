"""Keys that are no words of ours: what they hold is told by what stands under them.

Records of one kind share their keys, whatever those are called. Where none of these names a term
or a definition, the values are taken for columns of a table (:func:`~.columns.choose`).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from .columns import choose, letter
from .language_tags import language_code
from .nodes import Node, Tree
from .roles import named

__all__ = ["keys_by_content", "of_one_kind", "says_glossary"]

_SAMPLE = 100
_MANY = 40  # keys are data's, not a glossary's
_FEW = 3  # so many records at least show what their keys hold
_GLOSSARY = re.compile(
    r"gloss?ar|gl[oò]ss[aà]ri|terms\b|termin|dictionar|dicciona|wörterbuch|lexi[ck]|vocab|acronym|"
    r"abbrev|definitions|begriff|словар|термин|глоссар|用語|用语|术语|術語|용어|اصطلاح|مصطلح",
    re.IGNORECASE,
)


def says_glossary(path: str, tree: Tree) -> bool:
    """Tell whether a file is called a glossary: by its path, its title or the keys around."""
    said = [path]
    for root in tree.roots[:1]:
        node = root
        for _ in range(3):
            pairs = node.pairs or []
            said += [pair.key for pair in pairs if not pair.value.scalar][:3]
            said += [p.value.text or "" for p in pairs if p.key.casefold() in ("title", "name")]
            inner = [pair.value for pair in pairs if not pair.value.scalar]
            if len(inner) != 1:
                break
            node = inner[0]
    return any(_GLOSSARY.search(text) for text in said)


def of_one_kind(maps: Sequence[Node]) -> bool:
    """Tell whether maps share keys, as records do; definitions by name differ in them."""
    if len(maps) < 2 or any(one.pairs is None for one in maps):
        return False
    counts = Counter(key for one in maps for key in {pair.key for pair in one.pairs or ()})
    return bool(counts) and max(counts.values()) >= max(2, 0.8 * len(maps))


def keys_by_content(
    tree: Tree, asked: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    """Return which keys hold term and definition, by role, where no key is named for them.

    Args:
        tree: the file.
        asked: keys by role (see ``Options.columns``); they come back as they are.
    """
    if {"term", "definition"} & set(asked):
        return asked
    found: dict[str, tuple[str, ...]] = dict(asked)
    stack: list[Node] = [Node(1, 1, items=tree.roots)] if len(tree.roots) > 1 else tree.roots[:]
    while stack:
        node = stack.pop()
        below = [*(node.items or ()), *(pair.value for pair in node.pairs or ())]
        guessed = _guess(node, below)
        if guessed is None:
            stack += below
            continue
        for role, keys in guessed.items():
            kept = found.get(role, ())
            found[role] = (*kept, *(key for key in keys if key not in kept))
    return found


def _guess(node: Node, maps: Sequence[Node]) -> dict[str, tuple[str, ...]] | None:
    """Return keys by role for the records of a list or map; ``None`` if it holds none."""
    names = [pair.key for pair in node.pairs] if node.pairs is not None else None
    if not of_one_kind(maps) or (names is not None and all(map(language_code, names))):
        return None
    keys = list(dict.fromkeys(p.key for one in maps[:_SAMPLE] for p in one.pairs or ()))
    roles = [_role(key) for key in keys]
    called = bool({"term", "short", "long"} & set(roles)) or names is not None
    if called and "definition" in roles:
        return {}  # told by names; what stands inside is theirs
    others = {"term", "short", "long", "translations", "a language"} & set(roles)
    if others or len(maps) < _FEW or len(keys) > _MANY:
        return None
    return _by_columns(names, maps[:_SAMPLE], keys, roles)


def _by_columns(
    names: list[str] | None, maps: Sequence[Node], keys: list[str], roles: Sequence[str | None]
) -> dict[str, tuple[str, ...]] | None:
    """Take the values for columns, the name of each record for the first, and choose."""
    first = 1 if names else 0
    rows = [
        [*(names[at : at + 1] if names else ()), *(_shown(one, key) for key in keys)]
        for at, one in enumerate(maps)
    ]
    wanted: dict[str, list[str]] = {"term": ["A"]} if names else {}
    for at, role in enumerate(roles):
        if role:
            kind = "definition" if role == "definition" else "ignore"
            wanted.setdefault(kind, []).append(letter(at + first))
    layout = choose(rows, wanted)
    if layout is None or layout.header is not None:
        return None
    group = layout.groups[0]
    found: dict[str, tuple[str, ...]] = {} if names else {"term": (keys[group.terms[0]],)}
    if "definition" not in roles:
        found["definition"] = (keys[group.definitions[0] - first],)
    return found


def _role(key: str) -> str | None:
    name = named(key)
    if name.role is None and name.language:
        return "a language"
    return name.role if name.exact else None


def _shown(node: Node, key: str) -> str:
    """Return the text under a key; that of a list or map in one piece."""
    pieces: list[str] = []
    stack = [pair.value for pair in node.pairs or () if pair.key == key]
    while stack:
        one = stack.pop()
        pieces += [one.text.strip()] if one.text else []
        stack += reversed([*(one.items or ()), *(pair.value for pair in one.pairs or ())])
    return " ".join(pieces)
