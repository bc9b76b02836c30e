"""What to quote for each kind of question: one function an intent, each may decline."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..index.concepts import first_clause, genus
from ..index.names import acronym_of, fold, is_acronym, squash, stem_words
from ..index.opened import Index
from ..index.records import Entry, Section
from .english import ASKS_OPPOSITE, ENUMERATES, STRICT_FACTS
from .fusion import Group
from .mentions import Mention
from .opposites import opposites
from .passages import Passage, answering, complete, defining, join, naming
from .query import Query
from .records import Intent
from .retriever import Evidence

__all__ = ["Case", "Draft", "compose"]

#: Characters of quotes that a definition may take over all its sources, and an attribute.
DEFINE_BUDGET = 520
ATTRIBUTE_BUDGET = 420
MAX_MEMBERS = 8
#: Concepts this near the nearest one, as a share of its cosine, are listed with it; so many.
ALIKE = 0.9
MAX_ALIKE = 4
#: A second sentence joins the first if its score comes this near.
CLOSE = 0.12
#: How much an entry's own score counts beside its sentences' when facts are looked for.
PRIOR = 0.35
#: Below this share of a question's other words in the best sentence, they may be chat.
CHAT_COVERAGE = 0.34
#: What a sentence loses that stands in another entry than those named, and names none of them,
#: where a kind of fact is asked for that any entry may hold.
ELSEWHERE = 0.35
#: The groups among whose sentences a fact is looked for.
GROUPS_FOR_FACTS = 5
#: Words for ways of doing something, which definitions use for one another; and words for
#: kinds of things, which must be met.
_METHODS = frozenset(
    stem_words(
        "technique method approach algorithm way trick strategy procedure kind variant concept "
        "exist various common popular used have choose mention available during training deal "
        "sort flavour type form family got explain describe overview cover"
    )
)
_KINDS = frozenset(stem_words("problem task dataset metric measure library tool"))


@dataclass(frozen=True, slots=True)
class Case:
    """All that an answer is made from.

    Attributes:
        index: what is asked.
        query: the question, understood.
        evidence: what the channels found.
        groups: concepts found, best first.
        by_mention: for each mention the concept that it names.
        documents: ids of the documents that may be quoted; empty for all.
    """

    index: Index
    query: Query
    evidence: Evidence
    groups: tuple[Group, ...]
    by_mention: Mapping[Mention, Group]
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be quoted.

    Attributes:
        intent: what the question was taken to ask.
        passages: in the order of quoting.
        whole: whether names alone decide the answer, so that wording needs no check.
    """

    intent: Intent
    passages: tuple[Passage, ...]
    whole: bool = False


def compose(case: Case) -> Draft | None:
    """Return the draft of the first intent that finds something to quote."""
    for intent in case.query.intents:
        maker = _MAKERS.get(intent)
        draft = maker(case) if maker else None
        if draft is not None and draft.passages:
            return draft
    return None


def _subject(case: Case) -> Group | None:
    """Return the concept that the question is about: the best named one, else the best found.

    None where the documents asked for hold none of the things that the question names.
    """
    if case.by_mention:
        mention = max(
            case.by_mention, key=lambda m: (m.kind != "section", len(m.written), -m.start)
        )
        return case.by_mention[mention]
    return case.groups[0] if case.groups and not case.query.mentions else None


def _once_each(case: Case, group: Group) -> list[Passage]:
    """Return the defining sentence of each document's best entry, best document first."""
    seen: dict[str, tuple[int, Entry]] = {}
    for row, entry in group.members.items():
        seen.setdefault(entry.document, (row, entry))
    return [defining(case.index, row, entry) for row, entry in seen.values()]


def _within(passages: Sequence[Passage], budget: int) -> tuple[Passage, ...]:
    """Keep the first passage, then those that still fit into a budget of characters."""
    kept: list[Passage] = []
    for passage in passages:
        if not kept or sum(p.size for p in kept) + passage.size <= budget:
            kept.append(passage)
    return tuple(kept)


def _define(case: Case) -> Draft | None:
    group = _subject(case)
    if group is None:
        return None
    mention = next((m for m, g in case.by_mention.items() if g is group), None)
    if mention is not None and mention.kind == "section":
        return Draft(Intent.DEFINE, _section(case, group, mention), whole=True)
    passages = _once_each(case, group)
    if mention is not None:
        passages += _other_senses(case, group, mention)
    return Draft(Intent.DEFINE, _within(passages, DEFINE_BUDGET), whole=not case.query.rest)


def _other_senses(case: Case, group: Group, mention: Mention) -> list[Passage]:
    """Return the defining sentences of other concepts whose very term is the mentioned name."""
    key = squash(mention.name)
    return [
        defining(case.index, row, other.members[row])
        for row in mention.rows
        for other in case.groups
        if row in other.members and other is not group and squash(other.members[row].term) == key
    ]


def _section(case: Case, group: Group, mention: Mention) -> tuple[Passage, ...]:
    """Return the first sentence under a run-in head that has the mentioned name."""
    for row, entry in group.members.items():
        for section in entry.sections:
            if fold(section.head) == fold(mention.name):
                inside = _firsts(case, row, entry, [section])
                if inside:
                    return inside
    return ()


def _firsts(case: Case, row: int, entry: Entry, sections: Sequence[Section]) -> tuple[Passage, ...]:
    """Return the first sentence of each section."""
    chunks = case.index.lexicon.chunks_of([row])
    firsts = []
    for section in sections:
        inside = [c for c in chunks if c.end > section.start and c.start < section.end]
        firsts += [Passage(row, entry, chunk.start, chunk.end) for chunk in inside[:1]]
    return tuple(firsts)


def _attribute(case: Case, intent: Intent = Intent.ATTRIBUTE) -> Draft | None:
    groups = case.groups[:GROUPS_FOR_FACTS]
    if not groups:
        return None
    home_of = {row: group for group in groups for row in group.members}
    members = {row: entry for group in groups for row, entry in group.members.items()}
    found = answering(case.index, members, case.query, case.evidence)
    # a person, year or number in another entry is not this one's, unless the sentence names it
    strict = any(kind in STRICT_FACTS for kind, _ in case.query.facts)
    names = [frozenset(stem_words(m.name)) for m in case.by_mention] if strict else []
    own = {row for group in case.by_mention.values() for row in group.members}

    def worth(passage: Passage) -> float:
        elsewhere = bool(names) and passage.row not in own and not _names_one(case, passage, names)
        return passage.score + PRIOR * home_of[passage.row].score - ELSEWHERE * elsewhere

    found.sort(key=lambda p: (-worth(p), p.row, p.start))
    if not found:
        return None
    best = found[0]
    if case.query.chatty and best.coverage < CHAT_COVERAGE:
        return _define(case)
    home = home_of[best.row].members
    close = [p for p in found[1:] if p.row in home and p.score >= best.score - CLOSE]
    chosen = [complete(case.index, p) for p in _within([best, *close[:1]], ATTRIBUTE_BUDGET)]
    return Draft(intent, tuple(join(case.index, chosen)))


def _reverse(case: Case) -> Draft | None:
    return _attribute(case, Intent.REVERSE)


def _yes_no(case: Case) -> Draft | None:
    return _attribute(case, Intent.YES_NO)


def _relation(case: Case) -> Draft | None:
    """Return what stands opposite a thing, where that is asked; else the sentence that relates."""
    group = _subject(case)
    if group is not None and ASKS_OPPOSITE.search(case.query.question):
        other = _opposite(case, group)
        if other is not None:
            passages = _once_each(case, other)
            return Draft(Intent.RELATION, _within(passages, DEFINE_BUDGET), whole=True)
    return _attribute(case, Intent.RELATION)


def _opposite(case: Case, group: Group) -> Group | None:
    """Return the concept whose name is a name of another turned round, if there is one.

    Only entries of the documents that may be quoted count.
    """
    lexicon = case.index.lexicon
    for name in group.concept.names:
        keys = {squash(other): None for other in opposites(name)}
        named = lexicon.named(keys)
        for key in keys:
            for one in named.get(key, ()):
                if one.kind in ("term", "alias") and one.row not in group.members:
                    concept = lexicon.concepts([one.row])[one.row]
                    rows = lexicon.rows_of(concept.entries)
                    members = lexicon.entries(rows.values())
                    found = {
                        row: entry
                        for row, entry in zip(rows.values(), members, strict=True)
                        if not case.documents or entry.document in case.documents
                    }
                    if found:
                        first = {one.row: found[one.row]} if one.row in found else {}
                        return Group(concept, 0.0, {**first, **found})
    return None


def _expand(case: Case) -> Draft | None:
    """Return the passage that gives a name's long or short form, or whose heading does."""
    group = _subject(case)
    if group is None:
        return None
    pairs = [
        (short, long)
        for short in group.concept.names
        for long in group.concept.names
        if is_acronym(short) and squash(short) == acronym_of(long)
    ] or [
        (short, long)
        for entry in group.members.values()
        for short in entry.names
        for long in entry.names
        if is_acronym(short) and _shortens(short, long)
    ]
    if not pairs:
        return _attribute(case, Intent.EXPAND)
    for row, entry in group.members.items():
        for pair in pairs:
            passage = naming(case.index, row, entry, [" ".join(pair), " ".join(pair[::-1])])
            if passage is not None:
                return Draft(Intent.EXPAND, (passage,), whole=True)
    held = [row for row, entry in group.members.items() if len(entry.names) > 1]
    row = held[0] if held else next(iter(group.members))
    passage = defining(case.index, row, group.members[row])
    return Draft(Intent.EXPAND, (passage,), whole=True)


def _shortens(short: str, long: str) -> bool:
    """Tell whether a name's letters stand in another's words in order, from its first letter on."""
    letters = iter(squash(long))
    same_start = squash(short)[:1] == squash(long)[:1]
    return len(long.split()) > 1 and same_start and all(one in letters for one in squash(short))


def _names_one(case: Case, passage: Passage, names: Sequence[frozenset[str]]) -> bool:
    stems = frozenset(
        stem_words(case.index.lexicon.text(passage.entry.document, passage.start, passage.end))
    )
    return any(stems >= name for name in names)


def _compare(case: Case) -> Draft | None:
    sides: dict[str, Group] = {}
    for group in case.by_mention.values():
        sides.setdefault(group.concept.id, group)
    if len(sides) < 2:
        return None
    groups = list(sides.values())[:3]
    shared = set.intersection(*({e.document for e in g.members.values()} for g in groups))
    passages = []
    for group in groups:
        rows = sorted(group.members, key=lambda r: group.members[r].document not in shared)
        passages.append(defining(case.index, rows[0], group.members[rows[0]]))
    both = _naming_both(case, groups)
    if both is not None and all(both.start != p.start for p in passages):
        passages.insert(0, both)
    return Draft(Intent.COMPARE, tuple(passages), whole=True)


def _naming_both(case: Case, groups: Sequence[Group]) -> Passage | None:
    """Return a sentence of one side's entry that names the other side."""
    for group, other in ((groups[0], groups[1]), (groups[1], groups[0])):
        names = [name for name in other.concept.names if len(name) > 2]
        for row, entry in group.members.items():
            passage = naming(case.index, row, entry, names)
            if passage is not None and passage.size <= 350:
                return passage
    return None


def _list(case: Case) -> Draft | None:
    category = [stem for stem in case.query.focus if stem not in _METHODS]
    kinds = [stem for stem in category if stem in _KINDS]
    subject = [stem for stem in category if stem not in _KINDS]
    members = [
        (row, entry)
        for group in case.groups
        for row, entry in [next(iter(group.members.items()))]
        if _is_member(group.members.values(), subject, kinds)
    ]
    if len(members) < 2:
        return _sections_of(case, category) or _enumeration(case) or _alike(case)
    passages = [defining(case.index, row, entry) for row, entry in members[:MAX_MEMBERS]]
    names = {squash(name) for _, entry in members for name in entry.names}
    passages += _other_sections(case, names)
    return Draft(Intent.LIST, tuple(passages[:MAX_MEMBERS]), whole=True)


def _other_sections(case: Case, names: set[str]) -> list[Passage]:
    """Return the first sentences of what the subject's entry lists and no entry is named after."""
    group = _subject(case) if case.by_mention else None
    found: list[Passage] = []
    for row, entry in group.members.items() if group else ():
        others = [one for one in entry.sections if squash(one.head) not in names]
        found += _firsts(case, row, entry, others) if len(entry.sections) > 1 else ()
    return found


def _enumeration(case: Case) -> Draft | None:
    """Return the subject's sentence that answers best among those that list things."""
    group = _subject(case) if case.by_mention else None
    if group is None:
        return None
    for passage in answering(case.index, group.members, case.query, case.evidence):
        text = case.index.lexicon.text(passage.entry.document, passage.start, passage.end)
        if ENUMERATES.search(text):
            return Draft(Intent.LIST, (complete(case.index, passage),))
    return None


def _alike(case: Case) -> Draft | None:
    """Return the defining sentences of the concepts that are nearest in meaning, nearly level."""
    dense = case.evidence.dense
    named = {group.concept.id for group in case.by_mention.values()}
    near = sorted(
        (
            (max(dense.get(row, 0.0) for row in group.members), at)
            for at, group in enumerate(case.groups)
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    best = near[0][0] if near else 0.0
    groups = [case.groups[at] for score, at in near if score >= best * ALIKE]
    chosen = [group for group in groups if group.concept.id not in named][:MAX_ALIKE]
    passages = [defining(case.index, *next(iter(group.members.items()))) for group in chosen]
    return Draft(Intent.LIST, tuple(passages)) if len(passages) > 1 else None


def _is_member(entries: Iterable[Entry], subject: Sequence[str], kinds: Sequence[str]) -> bool:
    """Tell whether a concept belongs to a category: its name or its kind says so.

    Every word of the subject must stand in a name or in the words that say what kind of thing
    an entry is; so must a kind that is asked for ("problems", "tasks").
    """
    for entry in entries:
        kind = first_clause(entry)
        stems = {stem for name in entry.names for stem in stem_words(name)} | kind
        meant = genus(entry) | stems - kind
        if (
            (subject or kinds)
            and all(s in stems for s in subject)
            and all(k in meant for k in kinds)
        ):
            return True
    return False


def _sections_of(case: Case, category: Sequence[str]) -> Draft | None:
    """Return the first sentence of each part that an entry lists under run-in heads.

    None where more is asked for than the parts of what is named.
    """
    group = _subject(case)
    names = {stem for name in group.concept.names for stem in stem_words(name)} if group else set()
    if not names.issuperset(category):
        return None
    for row, entry in group.members.items() if group else ():
        if len(entry.sections) > 1:
            firsts = _firsts(case, row, entry, entry.sections[:MAX_MEMBERS])
            return Draft(Intent.LIST, firsts)
    return None


def _cross_source(case: Case) -> Draft | None:
    group = _subject(case)
    if group is None:
        return None
    return Draft(Intent.CROSS_SOURCE, tuple(_once_each(case, group)), whole=True)


def _mnemonic(case: Case) -> Draft | None:
    group = _subject(case)
    if group is None:
        return None
    passages = tuple(
        Passage(row, entry, entry.mnemonic.start, entry.mnemonic.end)
        for row, entry in group.members.items()
        if entry.mnemonic is not None
    )
    return Draft(Intent.MNEMONIC, passages, whole=bool(case.by_mention))


_MAKERS: dict[Intent, Callable[[Case], Draft | None]] = {
    Intent.DEFINE: _define,
    Intent.ATTRIBUTE: _attribute,
    Intent.REVERSE: _reverse,
    Intent.RELATION: _relation,
    Intent.YES_NO: _yes_no,
    Intent.EXPAND: _expand,
    Intent.COMPARE: _compare,
    Intent.LIST: _list,
    Intent.CROSS_SOURCE: _cross_source,
    Intent.MNEMONIC: _mnemonic,
}
