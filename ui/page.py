"""Answers as HTML for the chat page. Every text of a document or a user is escaped here."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..index.lexicon_rows import StoredDocument
from ..rag.records import Answer, Citation, Intent
from .markup import address, chips, clean, plain, prose, shown
from .render import leads

__all__ = ["Turn", "about", "turn", "welcome"]

#: What a refusal names of the glossaries: titles between quotation marks.
_TITLES = re.compile("(“[^”]*”)")
#: Where more than its term is said before a quote.
_TOLD = frozenset({Intent.EXPAND, Intent.CROSS_SOURCE})
_SAME = ", in the same words"
#: What may be done with a question; the style sheet shows all but the first at the last one only.
_ACTIONS = (
    '<p class="tools acts"><button type="button" data-act="edit">Edit</button>'
    '<button type="button" data-act="again">Ask again</button>'
    '<button type="button" data-act="undo">Undo</button>'
    '<button type="button" data-act="over">Start over</button></p>'
)
#: A heading shows so many characters of a question.
_HEADING = 300


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer, for the page.

    Attributes:
        html: an ``article`` without scripts, links or anything that is fetched.
        spoken: plain text, for the live region.
        quotes: for each card what is copied: the quote, and the quote with its source.
        address: the question as it stands alone, which asked anew gives the same answer.
    """

    html: str
    spoken: str
    quotes: tuple[tuple[str, str], ...]
    address: str


def turn(answer: Answer) -> Turn:
    """Render an answer or abstention."""
    heading = answer.question
    if len(heading) > _HEADING:
        heading = heading[:_HEADING] + "…"
    body, spoken = _answered(answer) if answer.answered else _refused(answer)
    return Turn(
        f'<article class="turn"><div class="head"><h2 class="q" dir="auto" tabindex="-1">'
        f"{shown(heading)}</h2>{_ACTIONS}</div>{body}</article>",
        clean(spoken),
        tuple((clean(c.quote), clean(_with_source(c))) for c in answer.citations),
        clean(answer.standalone_question),
    )


def _answered(answer: Answer) -> tuple[str, str]:
    lead, lead_plain = _lead(answer)
    parts = [f'<p class="lead">{lead}</p>']
    if answer.standalone_question != answer.question:
        parts.append(f'<p class="soft">Read as: {shown(answer.standalone_question)}</p>')
    before = leads(answer) if answer.intent in _TOLD else {}
    parts += [_card(one, before.get(one.n, one.term)) for one in answer.citations]
    notes = chips("Also a name of", answer.senses) + chips("See also", answer.related)
    aside = f'<aside class="notes" aria-label="Next">{notes}</aside>' if notes else ""
    spoken = [lead_plain, *(f"{c.term}: {c.quote}" for c in answer.citations)]
    return f'<div class="row"><div>{"".join(parts)}</div>{aside}</div>', " ".join(spoken)


def _refused(answer: Answer) -> tuple[str, str]:
    near = answer.suggestions
    # the chips say them
    said = answer.text.removesuffix(f" Nearest terms: {', '.join(near)}.") if near else answer.text
    return (
        f'<div class="no"><p class="lead">{_set(said, near[:1])}</p>{chips("Nearest terms", near)}'
        "</div>",
        answer.text,
    )


def _set(said: str, names: Sequence[str]) -> str:
    """Return a sentence of ours as HTML, with what it takes from the glossaries in their face."""
    parts = _TITLES.split(said)
    for name in names:
        before, found, after = said.partition(f" on {name},")
        if found:
            parts = [f"{before} on ", name, f",{after}"]
    return "".join(
        f'<span class="serif" dir="auto">{shown(part)}</span>' if at % 2 else shown(part)
        for at, part in enumerate(parts)
    )


def _lead(answer: Answer) -> tuple[str, str]:
    """Return the line before the quotes, as HTML and plain: what was understood."""
    names = leads(answer) if answer.intent is Intent.EXPAND else {}
    first = reversed(answer.citations)
    terms = list({c.concept: names.get(c.n, c.term) for c in first}.values())[::-1]
    sources = len({c.source for c in answer.citations})
    marked = [f'<b class="serif" dir="auto">{shown(term)}</b>' for term in terms]
    sentence = _sentence(answer.intent, len(terms), sources)
    return sentence.format(_joined(marked)), sentence.format(_joined(terms))


def _sentence(intent: Intent, terms: int, sources: int) -> str:
    if intent is Intent.LIST and terms > 1:
        return f"{terms} entries fit: {{}}."
    if intent is Intent.COMPARE:
        return "{}, side by side."
    if intent is Intent.REVERSE:
        return "That is {}."
    if intent is Intent.YES_NO:
        entries = "entries on {} say" if terms > 1 else "entry on {} says"
        return f"No plain yes or no: this is what the {entries}."
    if intent is Intent.MNEMONIC:
        return "A way to remember {}."
    if intent in (Intent.DEFINE, Intent.CROSS_SOURCE) and terms == 1:
        whose = f"{sources} glossaries put it" if sources > 1 else "the glossary puts it"
        return f"{{}}, as {whose}."
    return "From the entries on {}." if terms > 1 else "From the entry on {}."


def _joined(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _place(citation: Citation) -> str:
    return citation.locator or f"line {citation.line}"


def _with_source(citation: Citation) -> str:
    where = f"{citation.title} ({citation.source}), {_place(citation)}"
    return f"“{citation.quote}” — {citation.term}, {where}"


def _card(citation: Citation, lead: str) -> str:
    at = citation.n - 1
    same = lead == citation.term + _SAME
    name = shown(citation.term if same else lead)
    remark = f'<span class="soft plainly">{_SAME}</span>' if same else ""
    entry = address(entry=citation.entry_id, at=f"{citation.start}-{citation.end}")
    return (
        f'<section class="card"><h3 class="serif" dir="auto">{name}{remark} '
        f'<a class="n" href="{entry}" aria-label="Citation {citation.n}, in its entry">'
        f"[{citation.n}]</a></h3>"
        f'<blockquote class="text serif" dir="auto">{prose(citation.quote)}</blockquote>'
        f'<p class="from"><span><cite class="serif" dir="auto">{shown(citation.title)}</cite> '
        f'<span class="place" title="{html.escape(plain(citation.source))}">'
        f"· {shown(_place(citation))}</span></span>"
        f'<span class="tools"><a href="{entry}">Whole entry</a>'
        f'<button type="button" data-copy="{at},0">Copy quote</button>'
        f'<button type="button" data-copy="{at},1">Copy citation</button></span></p></section>'
    )


def about(documents: Sequence[StoredDocument]) -> str:
    """Return the line beside the name: what is loaded, as HTML."""
    entries = sum(document.entries for document in documents)
    name = shown(documents[0].title) if len(documents) == 1 else f"{len(documents)} glossaries"
    return f"{name} · {entries:,} {'entry' if entries == 1 else 'entries'}"


def welcome(documents: Sequence[StoredDocument], examples: Sequence[str]) -> str:
    """Return what a first visit sees: what this is, what to ask, which glossaries it knows."""
    asked = "".join(
        f'<button type="button" class="chip" dir="auto" data-q="{html.escape(plain(text))}">'
        f"{shown(text)}</button>"
        for text in examples
    )
    listed = "".join(
        f'<li><cite class="serif" dir="auto">{shown(document.title)}</cite> '
        f'<span class="soft">{document.entries:,}</span></li>'
        for document in documents[:12]
    )
    more = f"<li class='soft'>and {len(documents) - 12:,} more</li>" if len(documents) > 12 else ""
    return (
        '<div class="row"><div><h2 class="hello">Ask what a word means. The answer is a quote.</h2>'
        "<p>Glossator finds the entries that answer, quotes them <b>word for word</b> and says "
        "where each one stands. It adds nothing of its own: whatever is set "
        '<span class="serif">in this face</span> is quoted. What the glossaries don’t hold, '
        "it doesn’t answer.</p>"
        + (f'<div class="chips" role="group" aria-label="Examples">{asked}</div>' if asked else "")
        + f'<p class="soft">Or <a href="{address(view="browse")}">browse every name</a>, or see on '
        f'<a href="{address(view="map")}">a map</a> what stands near what. Or '
        f'<a href="{address(view="own")}">add a glossary of yours</a>.</p>'
        + '</div><aside class="notes" aria-label="Loaded glossaries"><p class="soft">Loaded, with '
        f'entries</p><ul class="loaded">{listed}{more}</ul></aside></div>'
    )
