"""A reader's draft made into records: ids, names, line accounting, and what can't be an entry."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..names import fold
from ..records import Document, Entry, LineRange, LineUse, Reading, Remark
from ..text import Source, slug
from .base import Draft, DraftEntry, numbered_lines
from .grid import redirects_to
from .said import said_aliases

__all__ = ["MAX_DEFINITION_CHARS", "MAX_TERM_CHARS", "finish", "in_language"]

MAX_DEFINITION_CHARS = 200_000  # no glossary entry is longer; a lost separator makes such ones
MAX_TERM_CHARS = 300
_OTHER = "other-language"
_JOINTS = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+")


def finish(
    draft: Draft, source: Source, *, document: str, title: str | None, name: str, why: str
) -> Reading:
    """Turn a reader's draft into records.

    An entry without term or definition, or with one too long to be a glossary's, is not made:
    its lines are reported, with what to do.

    Args:
        draft: what the reader found.
        source: the file it read.
        document: the document's id, unique among the documents read together.
        title: overrides the document's own title, if given.
        name: the reader's name.
        why: why it was chosen.
    """
    text = draft.stripped.text
    own = title or draft.title or source.path.rsplit("/", 1)[-1]
    remarks = [*_encoding_remark(source), *draft.remarks]
    ids = _Ids(document)
    asked = source.options.language
    others: list[DraftEntry] = []
    entries: list[Entry] = []
    claims: list[LineRange] = list(draft.pages)
    for item in draft.entries:
        fault = _fault(item, text, source.path)
        if not in_language(item.language, asked):
            others.append(item)
            use, rule = LineUse.REPORT, _OTHER
        elif fault:
            remarks.append(fault)
            use, rule = LineUse.REPORT, fault.code
        else:
            made = _entry(item, text, document, ids.make(item.head.term))
            entries.append(made if made.language else replace(made, language=asked))
            use, rule = LineUse.ENTRY, made.id
        for first, last in ((item.first, item.last), *item.also):
            claims.append(LineRange(first, last, use, rule))
    entries = _redirected(entries)
    content = source.text if draft.content is None else draft.content
    if others:
        remarks.append(_left_out(source, others))
    lines = tuple(_account(content, claims))
    remarks.extend(_unread(source, lines))
    return Reading(
        document=Document(
            document,
            own,
            source.path,
            source.sha256,
            text,
            draft.stripped.runs,
            draft.stripped.line_starts,
        ),
        entries=tuple(entries),
        lines=lines,
        remarks=tuple(sorted(remarks, key=lambda remark: remark.line)),
        format=name,
        why=why,
        keys=draft.keys,
    )


def in_language(tag: str | None, asked: str | None) -> bool:
    """Tell whether an entry's language is the one asked for (RFC 4647, basic filtering).

    Asked for ``en``, ``en-GB`` is; asked for ``en-GB``, ``en`` is not. An entry without a
    language is in the one asked for.
    """
    if not tag or not asked:
        return True
    found, wanted = (one.replace("_", "-").casefold() for one in (tag, asked))
    return found == wanted or found.startswith(f"{wanted}-")


def _left_out(source: Source, others: Sequence[DraftEntry]) -> Remark:
    counts = Counter(item.language for item in others)
    listed = ", ".join(f"{count} in '{tag}'" for tag, count in sorted(counts.items(), key=str))
    return Remark(
        source.path,
        others[0].first,
        _OTHER,
        f"Entries left out, for '{source.options.language}' was asked for: {listed}. Drop "
        "--language to have all of them.",
    )


class _Ids:
    """Makes entry ids unique within one document."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def make(self, term: str) -> str:
        base = f"{self._document}#{slug(term)}"
        nth = self._counts.get(base, 0) + 1
        made = base if nth == 1 else f"{base}-{nth}"
        while made in self._taken:  # "drum 2" behind the second "drum"
            nth += 1
            made = f"{base}-{nth}"
        self._counts[base] = nth
        self._taken.add(made)
        return made


def _fault(item: DraftEntry, text: str, path: str) -> Remark | None:
    length = item.end - item.start
    term = item.head.term
    if not term.strip():
        return Remark(
            path, item.first, "no-term", "A definition without a term. Add the term, or delete it."
        )
    if len(term) > MAX_TERM_CHARS:
        return Remark(
            path,
            item.first,
            "too-long",
            f"A term of {len(term):,} characters, not indexed. Expected at most "
            f"{MAX_TERM_CHARS}; look for a lost line end or separator.",
        )
    if length > MAX_DEFINITION_CHARS:
        return Remark(
            path,
            item.first,
            "too-long",
            f"'{term}': a definition of {length:,} characters, not indexed. Expected at most "
            f"{MAX_DEFINITION_CHARS:,}; look for a lost line end or heading, or split the entry.",
        )
    if not text[item.start : item.end].strip():
        return Remark(
            path,
            item.first,
            "no-definition",
            f"'{term}' has no definition, so nothing can be quoted. Add one, or delete the term.",
        )
    return None


def _entry(item: DraftEntry, text: str, document: str, entry_id: str) -> Entry:
    printed = text[item.start : item.end]
    start = item.start + len(printed) - len(printed.lstrip())
    definition = printed.strip()
    given = (*item.head.aliases, *item.aliases)
    prose = said_aliases(definition, (item.head.term, *given))
    aliases = _distinct((*given, *prose), item.head.term) if given or prose else ()
    said = {name.casefold() for name in (*item.head.said, *prose)}
    return Entry(
        id=entry_id,
        document=document,
        number=item.number or item.head.number,
        term=item.head.term,
        heading=item.head.printed,
        aliases=aliases,
        said=tuple(name for name in aliases if name.casefold() in said) if said else (),
        definition=definition,
        start=start,
        end=start + len(definition),
        line=item.first,
        locator=item.locator,
        sections=item.sections,
        more=item.more,
        mnemonic=item.mnemonic,
        references=tuple(dict.fromkeys(item.references)),
        status=item.status,
        language=item.language,
        flags=tuple(sorted(set(item.flags))),
    )


def _redirected(entries: Sequence[Entry]) -> list[Entry]:
    """Mark entries that say nothing but "see kettle", without a mark, where kettle is an entry."""
    names: dict[str, str] = {}
    for entry in entries:
        for name in (entry.term, *entry.aliases):
            names.setdefault(fold(name), entry.term)
    made: list[Entry] = []
    for entry in entries:
        named = redirects_to(entry.definition) if "redirect" not in entry.flags else None
        parts = [named] if named and fold(named) in names else _JOINTS.split(named or "")
        own = {fold(name) for name in (entry.term, *entry.aliases)}
        if named and all(fold(part) in names and fold(part) not in own for part in parts):
            known = {names.get(fold(name), name) for name in entry.references}
            found = (names[fold(part)] for part in parts)
            references = tuple(
                dict.fromkeys((*entry.references, *(name for name in found if name not in known)))
            )
            flags = tuple(sorted({*entry.flags, "redirect"}))
            made.append(replace(entry, references=references, flags=flags))
        else:
            made.append(entry)
    return made


def _distinct(names: Iterable[str], term: str) -> tuple[str, ...]:
    """Leave out repeats, by case-folded spelling, and the term itself.

    Single letters are kept apart: ``n`` and ``N`` are two names in a formula.
    """
    seen = {_spelling(term)}
    kept: list[str] = []
    for name in names:
        key = _spelling(name)
        if name and key not in seen:
            seen.add(key)
            kept.append(name)
    return tuple(kept)


def _spelling(name: str) -> str:
    return name if len(name) == 1 else name.casefold()


def _account(text: str, claims: Iterable[LineRange]) -> Iterator[LineRange]:
    """Give each line that is not blank to the first claim that covers it, else to a report."""
    uses: list[LineRange | None] = [None] * (text.count("\n") + 1)
    for claim in claims:
        for at in range(max(claim.first, 1) - 1, min(claim.last, len(uses))):
            if uses[at] is None:
                uses[at] = claim
    first = last = 0
    use, rule = LineUse.REPORT, ""
    for number, _, line in numbered_lines(text):
        if not line or line.isspace():
            continue
        claimed = uses[number - 1]
        own = (claimed.use, claimed.rule) if claimed else (LineUse.REPORT, "unread")
        if own != (use, rule):
            if first:
                yield LineRange(first, last, use, rule)
            first, (use, rule) = number, own
        last = number
    if first:
        yield LineRange(first, last, use, rule)


def _unread(source: Source, lines: Iterable[LineRange]) -> Iterator[Remark]:
    for span in lines:
        if span.rule == "unread" and span.use is LineUse.REPORT:
            where = f"line {span.first}"
            if span.last > span.first:
                where = f"lines {span.first} to {span.last}"
            yield Remark(
                source.path,
                span.first,
                "unread",
                f"Text on {where} belongs to no entry that the reader could make out. Expected a "
                "term with its definition; check how the entries around it are laid out.",
            )


def _encoding_remark(source: Source) -> Iterator[Remark]:
    if source.guessed:
        odd = re.search(r"[^\x00-\x7f]", source.text)
        line = source.text.count("\n", 0, odd.start()) + 1 if odd else 0
        yield Remark(
            source.path,
            line,
            "encoding-guessed",
            f"The file is not UTF-8; read as {source.encoding}. Check a word with an accent, and "
            "save the file as UTF-8.",
        )
