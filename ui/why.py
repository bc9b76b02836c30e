"""Why an entry was found for a question, as HTML: its name, words, meaning; how sure it is."""

import difflib
import re
from dataclasses import dataclass

from ..index.names import stem_words
from ..index.records import Entry
from ..rag.answerer import MAX_QUESTION_CHARS
from ..rag.glossator import Glossator
from ..rag.mentions import Mention
from ..rag.query import understand
from ..rag.records import Hit, Intent
from .markup import shown

__all__ = ["why"]

#: So many entries of the ranking are looked through for this one.
LOOKED_AT = 200
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?[+#]*")
_KINDS = {
    Intent.DEFINE: "for a definition",
    Intent.ATTRIBUTE: "for a fact",
    Intent.COMPARE: "for a comparison",
    Intent.LIST: "for a list",
    Intent.REVERSE: "for what fits a description",
    Intent.CROSS_SOURCE: "for what each glossary says",
    Intent.MNEMONIC: "for a memory aid",
    Intent.RELATION: "for something related",
    Intent.YES_NO: "for a yes or no",
    Intent.EXPAND: "for a long or short form",
}
_LABELS = {"name": "Name", "lexical": "Words", "dense": "Meaning"}


@dataclass(frozen=True, slots=True)
class _Found:
    """What a question and an entry have in common."""

    mention: Mention | None
    words: tuple[str, ...]
    hit: Hit | None


def why(glossary: Glossator, entry: Entry, question: str) -> str:
    """Return a list of what matched in each channel, with the entry's rank in it.

    Args:
        glossary: what was asked.
        entry: what was found.
        question: standalone, as it was understood; one too long or empty gives ``""``.
    """
    if not question.strip() or len(question) > MAX_QUESTION_CHARS:
        return ""
    found = _found(glossary, entry, question)
    ranks = dict(found.hit.channels) if found.hit is not None else {}
    matched = {
        "name": _name(found.mention),
        "lexical": ", ".join(f'<q class="serif">{shown(word)}</q>' for word in found.words),
        "dense": f'<q class="serif" dir="auto">{shown(found.hit.text)}</q>'
        if found.hit is not None and "dense" in ranks
        else "",
    }
    rows = "".join(
        f"<dt>{_LABELS.get(channel) or shown(channel.capitalize())}</dt>"
        f"<dd>{_rank(ranks.get(channel))}{matched.get(channel, '')}</dd>"
        for channel in [*_LABELS, *sorted(ranks.keys() - _LABELS)]
    )
    rows += f"<dt>Question</dt><dd>{_read(glossary, question)}</dd>"
    alone = "" if ranks else "<p>Not found by itself: it stands under the same concept.</p>"
    return f'{alone}<dl class="why">{rows}</dl>'


def _read(glossary: Glossator, question: str) -> str:
    """Say what was made of the question, and how sure its answer is."""
    explained = glossary.explain(question)
    asks = next((_KINDS[one] for one in explained.intents if one in _KINDS), "")
    return (
        f"asks {asks or 'for nothing that is known'}; {explained.confidence:.0%} sure that the "
        f"answer is right, {explained.held:.0%} that there is one (refused below "
        f"{explained.least_held:.0%})"
    )


def _rank(rank: int | None) -> str:
    return '<span class="rank">–</span> ' if rank is None else f'<span class="rank">{rank}.</span> '


def _found(glossary: Glossator, entry: Entry, question: str) -> _Found:
    lexicon = glossary.index.lexicon
    row = lexicon.row_of(entry.id)
    query = understand(question, lexicon)
    mention = next((m for m in query.mentions if row in m.rows), None)
    held = set(stem_words(" ".join((*entry.names, entry.definition))))
    told = set(query.focus) & held
    words = dict.fromkeys(
        word for word in _WORD.findall(question) if told.intersection(stem_words(word))
    )
    hits = glossary.search(question, LOOKED_AT)
    hit = next((hit for hit in hits if hit.entry_id == entry.id), None)
    return _Found(mention, tuple(words), hit)


def _name(mention: Mention | None) -> str:
    if mention is None:
        return "not named in the question"
    name = f'{shown(mention.kind)} <q class="serif" dir="auto">{shown(mention.name)}</q>'
    if not mention.edits:
        return name
    plural = "" if mention.edits == 1 else "s"
    return (
        f"{name}, asked as {_edited(mention.written, mention.name)} ({mention.edits} edit{plural})"
    )


def _edited(written: str, name: str) -> str:
    """Show how a word was written: what is too much struck through, what lacks underlined."""
    parts = []
    matcher = difflib.SequenceMatcher(None, written.casefold(), name.casefold(), autojunk=False)
    if len(written.casefold()) != len(written) or len(name.casefold()) != len(name):
        return f'<q class="serif">{shown(written)}</q>'  # offsets would not fit
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            parts.append(shown(written[a1:a2]))
            continue
        if a1 < a2:
            parts.append(f"<del>{shown(written[a1:a2])}</del>")
        if b1 < b2:
            parts.append(f"<ins>{shown(name[b1:b2])}</ins>")
    return f'<q class="serif" dir="auto">{"".join(parts)}</q>'
