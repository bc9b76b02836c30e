"""Answers as HTML for the chat page. Every text of a document or a user is escaped here."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..index.lexicon_rows import StoredDocument
from ..rag.answerer import MAX_QUESTION_CHARS
from ..rag.records import Answer, Citation, Intent, Reason

__all__ = ["Turn", "about", "clean", "shown", "turn", "welcome"]

#: What a browser obeys or hides: controls but line ends and tabs, bidi marks, characters
#: without width, tags. They are shown by their code, so none reaches the page.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_REASONS = {
    Reason.NO_SUCH_TERM: "These glossaries have no entry for that.",
    Reason.FACT_NOT_HELD: "These glossaries name it, but don’t say that.",
    Reason.OFF_TOPIC: "That is outside what these glossaries cover.",
    Reason.EMPTY: "There were no words in that question.",
    Reason.TOO_LONG: f"That is too long: a question has {MAX_QUESTION_CHARS:,} characters at most.",
}
#: A heading shows so many characters of a question.
_HEADING = 300


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer, for the page.

    Attributes:
        html: an ``article`` without scripts, links or anything that is fetched.
        spoken: plain text, for the live region.
        quotes: for each card what is copied: the quote, and the quote with its source.
    """

    html: str
    spoken: str
    quotes: tuple[tuple[str, str], ...]


def clean(text: str) -> str:
    """Replace halves of characters, which JSON may carry and UTF-8 can't."""
    return text.encode("utf-8", "replace").decode("utf-8")


def shown(text: str) -> str:
    """Escape text for HTML; characters that can't be seen stand there by their code."""
    return _UNSEEN.sub(
        lambda found: f'<span class="code" data-code="U+{ord(found[0]):04X}"></span>',
        html.escape(clean(text)),
    )


def turn(answer: Answer) -> Turn:
    """Render an answer or abstention."""
    heading = answer.question
    if len(heading) > _HEADING:
        heading = heading[:_HEADING] + "…"
    body, spoken = _answered(answer) if answer.answered else _refused(answer)
    return Turn(
        f'<article class="turn"><h2 class="q" dir="auto" tabindex="-1">{shown(heading)}</h2>'
        f"{body}</article>",
        spoken,
        tuple((clean(c.quote), clean(_with_source(c))) for c in answer.citations),
    )


def _answered(answer: Answer) -> tuple[str, str]:
    lead, lead_plain = _lead(answer)
    parts = [f'<p class="lead">{lead}</p>']
    if answer.standalone_question != answer.question:
        parts.append(f'<p class="soft">Read as: {shown(answer.standalone_question)}</p>')
    parts += [_card(citation) for citation in answer.citations]
    notes = _chips("Also a name of", answer.senses) + _chips("See also", answer.related)
    aside = f'<aside class="notes" aria-label="Next">{notes}</aside>' if notes else ""
    spoken = [lead_plain, *(f"{c.term}: {c.quote}" for c in answer.citations)]
    return f'<div class="row"><div>{"".join(parts)}</div>{aside}</div>', " ".join(spoken)


def _refused(answer: Answer) -> tuple[str, str]:
    sentence = _REASONS[answer.reason or Reason.NO_SUCH_TERM]
    near = answer.suggestions
    spoken = f"{sentence} Nearest terms: {', '.join(near)}." if near else sentence
    return (
        f'<div class="no"><p class="lead">{sentence}</p>{_chips("Nearest terms", near)}</div>',
        spoken,
    )


def _lead(answer: Answer) -> tuple[str, str]:
    """Return the line before the quotes, as HTML and plain: what was understood."""
    terms = list({c.concept: c.term for c in reversed(answer.citations)}.values())[::-1]
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


def _card(citation: Citation) -> str:
    at = citation.n - 1
    return (
        f'<section class="card"><h3 class="serif" dir="auto">{shown(citation.term)} '
        f'<span class="n" aria-label="citation {citation.n}">[{citation.n}]</span></h3>'
        f'<blockquote class="serif" dir="auto">{shown(citation.quote)}</blockquote>'
        f'<p class="from"><span><cite class="serif" dir="auto">{shown(citation.title)}</cite> '
        f'<span class="place" title="{shown_plain(citation.source)}">'
        f"· {shown(_place(citation))}</span></span>"
        f'<span class="tools"><button type="button" data-copy="{at},0">Copy quote</button>'
        f'<button type="button" data-copy="{at},1">Copy citation</button></span></p></section>'
    )


def shown_plain(text: str) -> str:
    """Escape text for an attribute; characters that can't be seen are written by their code."""
    return html.escape(_UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", clean(text)))


def _chips(label: str, terms: Iterable[str]) -> str:
    """Return terms as buttons that ask for them, or nothing where there are none."""
    buttons = "".join(
        f'<button type="button" class="chip serif" dir="auto" data-q="{shown_plain(term)}">'
        f"{shown(term)}</button>"
        for term in terms
    )
    return f'<div class="chips"><span class="soft">{label}</span>{buttons}</div>' if buttons else ""


def about(documents: Sequence[StoredDocument]) -> str:
    """Return the line beside the name: what is loaded, as HTML."""
    entries = sum(document.entries for document in documents)
    name = shown(documents[0].title) if len(documents) == 1 else f"{len(documents)} glossaries"
    return f"{name} · {entries:,} {'entry' if entries == 1 else 'entries'}"


def welcome(documents: Sequence[StoredDocument], examples: Sequence[str]) -> str:
    """Return what a first visit sees: what this is, what to ask, which glossaries it knows."""
    asked = "".join(
        f'<button type="button" class="chip" dir="auto" data-q="{shown_plain(text)}">'
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
        + (f'<div class="chips" aria-label="Examples">{asked}</div>' if asked else "")
        + '</div><aside class="notes" aria-label="Loaded glossaries"><p class="soft">Loaded, with '
        f'entries</p><ul class="loaded">{listed}{more}</ul></aside></div>'
    )
