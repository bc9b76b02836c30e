"""What a question asks: the names it mentions, its intent, what it refers back to."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..index.lexicon import Lexicon
from ..index.names import fold, squash, stem_words, words
from .english import (
    ASKS_AFTER,
    ASKS_BEFORE,
    ASKS_MEANING,
    ASKS_WHAT_SOMETHING_IS,
    ENDS_OR_PLACES,
    REFERS_BACK,
    facts_wanted,
    intents_of,
)
from .mentions import Mention, find_mentions, inside
from .records import Intent
from .tokens import Token, as_meant, tokenize, without_noise
from .tongues import ENGLISH, asks_difference, small_words, spoken

__all__ = ["Query", "settle", "understand"]

#: What can only be asked of something that is named.
_OF_A_THING = frozenset({Intent.RELATION, Intent.YES_NO, Intent.EXPAND, Intent.MNEMONIC})
#: A question that names something is taken to ask what it is from this probability on where it
#: has no other content word, where its words look like that, and where they half do.
BARE_DEFINES = 0.05
DEFINES = 0.25
MAY_DEFINE = 0.5
#: Up to so many words beside a name, none of them a content word, a question asks what it is.
SHORT = 5
_SPEAKS_OF_A_SOURCE = re.compile(
    r"\b(?:glossar|dictionar|source|document|file|post|vocabular|course|list|article|module|"
    r"cards?\b|table|according to|acc\.)",
    re.IGNORECASE,
)


_OPEN = frozenset({Intent.DEFINE, Intent.ATTRIBUTE})
#: Where these are asked for and there is none, a definition is quoted rather than any fact.
_ELSE_DEFINES = frozenset({Intent.LIST, Intent.MNEMONIC, Intent.EXPAND, Intent.CROSS_SOURCE})


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood.

    Attributes:
        question: the standalone text, in plain typography; places of mentions are places in it.
        intents: what it may ask, surest first; never empty.
        mentions: the names it uses, in order of appearance.
        focus: stems of its content words: no function words, no words of asking.
        rest: the part of ``focus`` that no mention covers.
        unread: the content words that no mention covers, as written.
        words: the number of content words.
        facts: the kinds of fact it wants, each with a pattern of sentences that hold one.
        documents: ids of the documents that the question names; empty for all.
        chatty: whether it may only ask what the mentioned thing is, its other words being chat.
        unnamed: whether it asks what something is, in a few words that are no entry's name, or
            what such a word is short for.
        kinds: how it sounds: the probability of each kind, if a classifier was asked.
        tongue: its language, see :func:`~glossator.rag.tongues.spoken`.
        worded: whether it is in a language that the encoder doesn't know, so that words count more.
    """

    question: str
    intents: tuple[Intent, ...]
    mentions: tuple[Mention, ...]
    focus: tuple[str, ...]
    rest: tuple[str, ...]
    unread: tuple[str, ...]
    words: int
    facts: tuple[tuple[str, re.Pattern[str]], ...]
    documents: tuple[str, ...]
    chatty: bool
    unnamed: bool
    kinds: Mapping[str, float] = field(default_factory=dict)
    tongue: str = ""
    worded: bool = False

    @property
    def foreign(self) -> bool:
        """Whether it is in another language than English."""
        return self.tongue not in ("", ENGLISH)

    @property
    def named(self) -> float:
        """The share of the content words that the mentions cover, in [0, 1]."""
        return 1 - len(self.rest) / len(self.focus) if self.focus else 0.0


def understand(question: str, lexicon: Lexicon) -> Query:
    """Read a standalone question against a lexicon.

    Args:
        question: as asked, with references to the history already filled in.
        lexicon: of the index that is asked.
    """
    question = _plain(question)
    if question.isupper() and len(question.split()) > 1:
        question = question.lower()  # all in capitals, so capitals mark no names
    documents, masked = _documents(question, lexicon)
    tongue = spoken(masked)
    foreign = tongue not in ("", ENGLISH)
    if foreign:
        tokens = tokenize(masked, small_words(tongue))
    else:
        tokens = without_noise(tokenize(masked), lexicon)
    asked = as_meant(masked, tokens)
    stated = intents_of(asked)
    if foreign and asks_difference(asked):
        stated = (Intent.COMPARE, *stated)
    titles = {document.title for document in lexicon.documents() if document.id in documents}
    if len(titles) > 1 and Intent.CROSS_SOURCE not in stated:
        stated = (Intent.CROSS_SOURCE, *stated)
    if Intent.CROSS_SOURCE in stated:
        documents = ()
    mentions = find_mentions(masked, tokens, lexicon, comparing=Intent.COMPARE in stated)
    content = [token for token in tokens if not token.framing]
    focus = tuple(dict.fromkeys(s for token in content for s in stem_words(token.written)))
    unread = tuple(dict.fromkeys(t.written for t in content if not inside(t, mentions)))
    rest = tuple(dict.fromkeys(stem for word in unread for stem in stem_words(word)))
    facts = facts_wanted(asked)
    asks = [_asks_what_it_is(masked, mention) for mention in mentions]
    sure = "sure" in asks and not facts
    beside = sum(not inside(token, mentions) for token in tokens)
    intents = _intents(stated, mentions, focus, rest, sure=sure, short=beside <= SHORT)
    chatty = "maybe" in asks and not facts
    compound = not mentions or any(_stands_beside(m, tokens) for m in mentions)
    unnamed = bool(rest) or _side_by_side(mentions, tokens)
    unnamed = unnamed and len(focus) <= 4 and not (stated or sure or facts)
    unnamed = unnamed and compound and _asks_a_name(masked)
    unnamed = unnamed or (Intent.EXPAND in stated and not mentions)
    if not mentions and len(focus) <= 1 and REFERS_BACK.search(masked):
        intents = (Intent.NONE,)  # "who invented it?", and nothing was named before
    return Query(
        question=question,
        intents=intents,
        mentions=tuple(mentions),
        focus=focus,
        rest=rest,
        unread=unread,
        words=len(content),
        facts=facts,
        documents=documents,
        chatty=chatty,
        unnamed=unnamed,
        tongue=tongue,
    )


def settle(query: Query, kinds: Mapping[str, float]) -> Query:
    """Decide by what a question sounds like whether it asks what a thing is, or a fact of it.

    Args:
        query: the question, understood by its words.
        kinds: the probability of each kind, see :func:`~glossator.rag.kinds.sounds_like`; without
            any the words decide.
    """
    if not kinds or not query.mentions:
        return replace(query, kinds=kinds)
    asked = kinds["fact"] + kinds["yesno"] + kinds["relation"]
    defines = kinds["define"] / max(kinds["define"] + asked, 1e-9)
    intents = tuple(intent for intent in query.intents if intent not in _OPEN)
    settled = tuple(intent for intent in query.intents if intent in _OPEN)
    if Intent.DEFINE in settled:
        least = DEFINES if query.rest else BARE_DEFINES
        sure = defines >= least or (not query.rest and _states_it(query))
        settled = (Intent.DEFINE,) if sure else (Intent.ATTRIBUTE,)
    chatty = query.chatty and defines >= MAY_DEFINE
    return replace(query, intents=intents + settled, chatty=chatty, kinds=kinds)


def _states_it(query: Query) -> bool:
    """Tell whether a question asks for a definition in so many words, or is left with one."""
    if ASKS_MEANING.search(query.question) or not _ELSE_DEFINES.isdisjoint(query.intents):
        return True
    asks = (_asks_what_it_is(query.question, mention) for mention in query.mentions)
    return not query.facts and "sure" in asks


def _plain(question: str) -> str:
    """Return a question without what only its typography holds: widths, ligatures, odd blanks."""
    question = unicodedata.normalize("NFKC", question)
    visible = (char for char in question if unicodedata.category(char) != "Cf")
    return "".join(" " if char.isspace() else char for char in visible)


def _stands_beside(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Tell whether a content word stands right before a name, so that they make another one."""
    before = [token for token in tokens if token.end <= mention.start]
    return bool(before) and not before[-1].framing


def _side_by_side(mentions: Sequence[Mention], tokens: Sequence[Token]) -> bool:
    """Tell whether two names stand right beside each other, so that they make another one."""
    gaps = [(one.end, two.start) for one, two in pairwise(mentions)]
    return any(not any(a <= t.start and t.end <= b for t in tokens) for a, b in gaps)


def _asks_a_name(question: str) -> bool:
    return len(question.split()) <= 3 or bool(ASKS_WHAT_SOMETHING_IS.match(question))


def _asks_what_it_is(question: str, mention: Mention) -> str:
    """Tell whether a question asks what a mentioned thing is: ``sure``, ``maybe`` or ``no``.

    Sure after words that ask for a definition ("what is a …", "meaning of …"), unless more is
    said of it than where it is used; maybe where only one side looks like that.
    """
    before, after = question[: mention.start], question[mention.end :]
    if ASKS_BEFORE.search(before) and ENDS_OR_PLACES.match(after):
        return "sure"
    return "maybe" if ASKS_BEFORE.search(before) or ASKS_AFTER.match(after) else "no"


def _intents(
    stated: Sequence[Intent],
    mentions: Sequence[Mention],
    focus: Sequence[str],
    rest: Sequence[str],
    *,
    sure: bool,
    short: bool,
) -> tuple[Intent, ...]:
    """List what a question may ask, surest first: stated intents, then by what it names."""
    found = list(stated)
    if len(mentions) < 2 and Intent.COMPARE in found:
        found.remove(Intent.COMPARE)
    if mentions and not rest and Intent.REVERSE in found:
        found.remove(Intent.REVERSE)
    if not mentions:
        found = [intent for intent in found if intent not in _OF_A_THING]
    if not focus and not mentions:
        found.append(Intent.NONE)
    elif mentions and (sure or (not rest and len(mentions) == 1 and short)):
        found.append(Intent.DEFINE)
    else:
        found.append(Intent.ATTRIBUTE if mentions else Intent.REVERSE)
    return tuple(dict.fromkeys(found))


def _documents(question: str, lexicon: Lexicon) -> tuple[tuple[str, ...], str]:
    """Find documents that the question names by title or path; mask the words that name them.

    A document counts as named when the question speaks of a glossary, source, file or cards, and
    has a run of words of one title of which one stands in no other title and is no entry's
    name, or the whole title.
    """
    listed = lexicon.documents()
    if len(listed) < 2 or not _SPEAKS_OF_A_SOURCE.search(question):
        return (), question
    titles = {d.id: words(f"{d.title} {d.path.rpartition('.')[0]}") for d in listed}
    shared: dict[str, set[str]] = defaultdict(set)  # the titles in which a word stands
    for document in listed:
        for word in titles[document.id]:
            shared[fold(word)].add(document.title)
    tokens = tokenize(question)
    found: dict[str, None] = {}
    masked = question
    for document in listed:
        own = {fold(word) for word in titles[document.id] if len(word) > 2}
        for run in _runs(tokens, own):
            telling = [
                t for t in run if shared[fold(t.written)] <= {document.title} and not t.framing
            ]
            whole = squash(document.title) == squash("".join(t.written for t in run))
            told = [t for t in telling if not lexicon.named([squash(t.written)])]
            if whole or told or len(telling) > 1:
                found[document.id] = None
                start, end = run[0].start, run[-1].end
                masked = masked[:start] + " " * (end - start) + masked[end:]
    return tuple(found), masked


def _runs(tokens: Sequence[Token], own: set[str]) -> Iterator[list[Token]]:
    """Yield the longest runs of tokens that are words of a title, functional ones inside them."""
    run: list[Token] = []
    for token in (*tokens, None):
        if token is not None and (fold(token.written) in own or (run and token.plain == "and")):
            run.append(token)
            continue
        while run and run[-1].functional:
            run.pop()
        if run:
            yield run
        run = []
