"""Where a tree of JSON or YAML holds records: in lists, in maps by name, by letter, by language.

A record is a map that names a term or stands under one, and defines it. Everything else is what
leads to records, data about the file, or is told to be unread.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .language_tags import language_code
from .nodes import Node, Pair, Tree, escaped
from .record_keys import of_one_kind
from .roles import NO_ROLE, Named, named

__all__ = ["Found", "Naming", "Record", "find_records", "leads_on"]

Naming = Callable[[str], Named]

#: Keys that tell of a file as a whole where they stand beside its records.
_ABOUT = """
$schema @context @graph @id @type author authors comment contributors copyright count created
creator date default description format generated id intro introduction lang language languages
last_updated lastupdated license licence locale meta metadata modified name note notes publisher
revision source sources subtitle summary title total type updated url uri version
"""
_ABOUT_KEYS = frozenset(_ABOUT.split())


#: Keys that lead to the record that defines the thing: "see", "synonymOf".
_LEADS_ON = re.compile(r"(?:see|[ _a-z]of|same[ _]?as|redirect(?:[ _]?to)?)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """What may become an entry.

    Attributes:
        node: a map, or the definition itself where a map gives definitions by name.
        key: the name under which it stands in a map, if it does.
        pointer: where it stands (RFC 6901).
        language: of the map or list around it.
        line: its first line, that of its key included.
        last: its last line.
    """

    node: Node
    key: str | None
    pointer: str
    language: str | None
    line: int
    last: int


@dataclass(slots=True)
class Found:
    """Records, and what else stands in the file.

    Attributes:
        records: in the order of the file.
        about: data about the file: ``(key, node)``.
        tables: ``(pointer, node)`` of lists of lists of texts: rows.
        unread: ``(pointer, node)`` of what fits nowhere.
        title: the file's own.
        language: what the file says of all of it.
    """

    records: list[Record] = field(default_factory=list)
    about: list[tuple[str, Node]] = field(default_factory=list)
    tables: list[tuple[str, Node]] = field(default_factory=list)
    unread: list[tuple[str, Node]] = field(default_factory=list)
    title: str | None = None
    language: str | None = None


def find_records(tree: Tree, asked: Mapping[str, tuple[str, ...]] | None = None) -> Found:
    """Walk a tree; see the module.

    Args:
        tree: what :mod:`~.json_nodes` or :mod:`~.yaml_nodes` made.
        asked: keys by role (see ``Options.columns``), which go before what keys are called.
    """
    return _Finder(naming(asked or {})).run(tree)


def naming(asked: Mapping[str, tuple[str, ...]]) -> Naming:
    """Return the function that says what a key holds, with what was asked for."""
    roles = {name.casefold(): role for role, names in asked.items() for name in names}

    def role_of(key: str) -> Named:
        role = roles.get(key.casefold())
        if role:
            return NO_ROLE if role == "ignore" else Named(role)
        found = named(key)
        overruled = found.role in asked and found.role in ("term", "definition")
        # a longer key that mentions a role ("definition-of-done") is somebody's term
        return replace(found, role=None, rank=9) if overruled or not found.exact else found

    return role_of


def leads_on(key: str) -> bool:
    """Tell whether a key of references says that another record defines the thing."""
    return bool(_LEADS_ON.search(key))


class _Finder:
    def __init__(self, role_of: Naming) -> None:
        self.role_of = role_of
        self.found = Found()
        self.chain: set[int] = set()  # maps that hold all there is: their titles are the file's
        self.fields = False  # keys are never names
        self.kind: set[int] = set()  # maps that share their keys: fields, no names

    def run(self, tree: Tree) -> Found:
        self.fields = tree.fields
        self.mark(tree.roots)
        for number, root in enumerate(tree.roots):
            pointer = "" if len(tree.roots) == 1 else f"/{number}"
            self.walk(root, pointer, None, None, root.line)
        return self.found

    def walk(
        self, node: Node, pointer: str, key: str | None, language: str | None, line: int
    ) -> None:
        if node.pairs is not None and self.is_record(node, keyed=key is not None):
            self.found.records.append(Record(node, key, pointer, language, line, node.last))
        elif id(node) in self.kind and node.pairs is not None and not _holds_maps(node):
            self.found.unread.append((pointer, node))
        elif node.pairs is not None:
            self.walk_map(node, pointer, language, top=key is None or id(node) in self.chain)
        elif node.items and all(_is_row(item) for item in node.items):
            self.found.tables.append((pointer, node))
        elif node.items is not None and any(not item.scalar for item in node.items):
            self.mark(node.items)
            for at, item in enumerate(node.items):
                self.walk(item, f"{pointer}/{at}", None, language, item.line)
        elif node.items or node.text:
            self.found.unread.append((pointer, node))

    def walk_map(self, node: Node, pointer: str, language: str | None, *, top: bool) -> None:
        pairs = node.pairs or []
        holders = [pair for pair in pairs if not pair.value.scalar]
        beside = bool(holders) or self.few_words(pairs)  # its scalars tell of the file
        fields = self.fields or id(node) in self.kind
        by_name = set() if fields else self.by_name(pairs)
        nameless = not fields and (bool(by_name) or self.mixed(pairs))
        for pair in pairs:
            named = id(pair) in by_name or (nameless and self.is_empty(pair))
            if pair.value.scalar and beside and not named:
                self.about(pair, top=top)
        if top and len(holders) == 1:
            self.chain.add(id(holders[0].value))
        lists = all(_is_row(pair.value) for pair in holders) and any(
            self.senses(pair.value) for pair in holders
        )
        languages = self.languages(holders)
        if not languages:
            self.mark([pair.value for pair in holders])
        for pair in pairs:
            where = f"{pointer}/{escaped(pair.key)}"
            value = pair.value
            senses = value.items is not None and not fields and (lists or self.senses(value))
            if id(pair) in languages:
                self.walk(value, where, None, languages[id(pair)], pair.line)
            elif senses or id(pair) in by_name or (nameless and self.is_empty(pair)):
                self.take(value, pair, where, language)
            elif not value.scalar:
                key = pair.key if value.pairs is not None and not self.fields else None
                self.walk(value, where, key, language, pair.line)
            elif not beside and value.text:
                self.found.unread.append((where, value))

    def mark(self, maps: Sequence[Node]) -> None:
        """Remember maps that share keys: none of these is a name with its definition."""
        if of_one_kind(maps):
            self.kind.update(map(id, maps))

    def take(self, value: Node, pair: Pair, where: str, language: str | None) -> None:
        last = max(pair.line, value.last)
        self.found.records.append(Record(value, pair.key, where, language, pair.line, last))

    def is_record(self, node: Node, *, keyed: bool) -> bool:
        """Tell whether a map defines a term that it names, or under whose name it stands."""
        term = definition = parts = weak = 0
        if self.many_names(node.pairs or []):
            return False
        for pair in node.pairs or ():
            name = self.role_of(pair.key)
            value = pair.value
            if name.role in ("term", "short", "long") and self.is_value(value):
                term += 1
                weak += name.rank == 2
            if name.role in ("definition", "long", "references") and self.is_value(value):
                definition += name.role != "references"
                definition += name.role == "references" and leads_on(pair.key)
            in_language = name.role is None and name.language
            term += bool(in_language and value.scalar and value.text)
            if in_language and value.pairs is not None and self.defines(value):
                parts += 1
            parts += name.role == "translations" and not value.scalar
        if not (definition or parts):
            return bool(term) and term > weak and not self.holds_records(node)
        if not (term or keyed or parts):
            return False
        if parts and not definition and not term:
            return self.tells_more(node)
        return not (weak and term == weak and self.holds_records(node))

    def many_names(self, pairs: list[Pair]) -> bool:
        """Tell a map of definitions by name, one of them perhaps "label", from a record."""
        texts = [pair for pair in pairs if pair.value.text and len(pair.value.text.split()) > 3]
        others = [pair for pair in texts if self.role_of(pair.key).rank == 9]
        return len(others) > 3 and len(others) > 0.6 * len(pairs)

    def tells_more(self, node: Node) -> bool:
        """Tell a record in several languages from a file's map of languages."""
        for pair in node.pairs or ():
            name, value = self.role_of(pair.key), pair.value
            if value.scalar or name.role:
                continue
            if not name.language or value.pairs is None or not self.is_record_part(value):
                return False
        return True

    def is_record_part(self, node: Node) -> bool:
        names = [self.role_of(pair.key) for pair in node.pairs or ()]
        return any(name.role == "term" for name in names) and self.defines(node)

    def defines(self, node: Node) -> bool:
        return any(
            self.role_of(pair.key).role in ("definition", "long", "term")
            and self.is_value(pair.value)
            for pair in node.pairs or ()
        )

    def is_value(self, node: Node) -> bool:
        """Tell whether a node can be a term or definition: text, or text in parts or languages."""
        if node.scalar:
            return bool(node.text and node.text.strip())
        if node.items is not None:
            return bool(node.items) and all(
                item.scalar or (item.pairs is not None and self.has_text(item))
                for item in node.items
            )
        return self.has_text(node)

    def has_text(self, node: Node) -> bool:
        """Tell whether a map is a value in parts: by language, or a text with its source."""
        pairs = node.pairs or []
        if pairs and all(language_code(pair.key) for pair in pairs):
            return all(pair.value.scalar or pair.value.items is not None for pair in pairs)
        roles = {self.role_of(pair.key).role for pair in pairs}
        texts = [pair for pair in pairs if pair.value.scalar and _is_text_key(pair.key)]
        return bool(texts) and not {"term", "definition"} <= roles

    def holds_records(self, node: Node) -> bool:
        return any(
            item.pairs is not None and self.is_record(item, keyed=False)
            for pair in node.pairs or ()
            if self.role_of(pair.key).role in (None, "term")
            for item in _children(pair.value)
        )

    def senses(self, node: Node) -> bool:
        """Tell whether a list under a name holds its definitions and no entries of their own."""
        items = node.items or []
        if all(item.scalar for item in items):
            return any(item.text and len(item.text.split()) > 2 for item in items)
        return all(
            item.pairs is not None
            and self.is_record(item, keyed=True)
            and not self.is_record(item, keyed=False)
            for item in items
        )

    def languages(self, holders: list[Pair]) -> dict[int, str]:
        """Return the language of each map or list that stands under one's code or name."""
        found = {
            id(pair): name.language
            for pair in holders
            if (name := self.role_of(pair.key)).role is None and name.language
        }
        found |= {id(pair): code for pair in holders if (code := language_code(pair.key))}
        if any(self.is_record(pair.value, keyed=True) for pair in holders if id(pair) in found):
            return {}  # "ml" is a term there, and no Malayalam
        return found if len(found) > 0.5 * len(holders) else {}

    def by_name(self, pairs: list[Pair]) -> set[int]:
        """Return which scalars of a map are definitions by name, ``"Urn": "A pot …"``."""
        texts = [pair for pair in pairs if pair.value.scalar and pair.value.text]
        if any(not pair.value.scalar for pair in pairs):
            texts = texts if self.mixed(pairs) else []
        elif self.few_words(pairs):
            texts = []
        return {id(pair) for pair in texts if not _is_about(pair)}

    def mixed(self, pairs: list[Pair]) -> bool:
        """Tell whether a map holds records that stand under their names."""
        return any(
            pair.value.pairs is not None
            and self.is_record(pair.value, keyed=True)
            and not self.is_record(pair.value, keyed=False)
            for pair in pairs
        )

    def is_empty(self, pair: Pair) -> bool:
        """Tell whether a name has nothing under it that defines it."""
        nothing = pair.value.scalar and not (pair.value.text or "").strip()
        return nothing and not _is_about(pair)

    def few_words(self, pairs: list[Pair]) -> bool:
        """Tell whether a map of scalars holds settings or data rather than definitions."""
        texts = [pair.value.text for pair in pairs if pair.value.scalar and pair.value.text]
        worded = sum(len(text.split()) > 1 or not text.isascii() for text in texts)
        return worded < 0.5 * len(texts)

    def about(self, pair: Pair, *, top: bool) -> None:
        key = pair.key.casefold()
        text = pair.value.text
        if top and key in ("title", "name") and text and not self.found.title:
            self.found.title = text
        if top and key in ("lang", "language", "locale", "@language") and text:
            self.found.language = self.found.language or language_code(text)
        self.found.about.append((pair.key, pair.value))


def _is_text_key(key: str) -> bool:
    name = named(key)
    return name.role in ("definition", "term") or key.casefold() in {
        *(
            "text",
            "content",
            "value",
            "para",
            "p",
            "@value",
            "html",
            "markdown",
            "#text",
            "ul",
            "ol",
            "li",
        ),
    }


def _is_about(pair: Pair) -> bool:
    """Tell data about the file, such as a version, from a term that is called like it."""
    few = len((pair.value.text or "").split()) < 4
    return pair.key.startswith(("$", "@")) or (pair.key.casefold() in _ABOUT_KEYS and few)


def _holds_maps(node: Node) -> bool:
    """Tell whether a map holds others that may be records."""
    return any(
        child.pairs is not None for pair in node.pairs or () for child in _children(pair.value)
    )


def _is_row(node: Node) -> bool:
    return node.items is not None and all(item.scalar for item in node.items)


def _children(node: Node) -> Iterator[Node]:
    yield from node.items or ()
    yield from (pair.value for pair in node.pairs or ())
