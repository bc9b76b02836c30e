"""The English that questions are made of: function words, question frames, intents.

Only closed-class words and the words of asking stand here, never a subject's own terms.
"""

import re
from functools import lru_cache

from ..index.names import singular
from .records import Intent

__all__ = [
    "ASKS_AFTER",
    "ASKS_BEFORE",
    "ASKS_MEANING",
    "ASKS_OPPOSITE",
    "ASKS_WHAT_SOMETHING_IS",
    "ENDS_OR_PLACES",
    "ENUMERATES",
    "FRAME",
    "FUNCTION",
    "PRONOUN",
    "REFERS_BACK",
    "STRICT_FACTS",
    "facts_wanted",
    "intents_of",
]

FUNCTION = frozenset(
    """
    a about after all also am an and any are as at be been before being between both but by can
    cannot could did do does doing done for from get gets got had has have having he her here him
    his how i if in into is isnt it its itself just let lets many may me might more most much my no
    nor not now of off on one ones only or other our out over own same she should so some such than
    that thats the their them then there these they this those through to too under up us very was
    we were what whats when where whether which while who whom whose why will with without would
    you your yes im ive id dont doesnt cant ill youve youre theyre whos hows isnt arent wont s t
    """.split()  # noqa: SIM905 - a list of a hundred quoted words is harder to read
)

#: Words that ask, greet or refer to the glossary rather than to its subject.
FRAME = frozenset(
    """
    according ask asked bit brief briefly call called come concept define defined defines defining
    definition definitions describe description detail details difference different exactly
    exist exists explain explained explanation find give glossaries glossary hear heard hearing
    hello help hey hi keep kind kinds know known learn list look mean meaning means mention
    mentioned name named names need never note ok okay please question quick quickly really refer
    refers remember say says short show simple simply somebody flavour flavor overview here
    meant someone something sort stand stands tell term terms thank thanks thing things type types
    compare compared comparing comparison versus vs
    understand want wanted word words write written actually document documents source sources
    """.split()  # noqa: SIM905
)

PRONOUN = re.compile(
    r"\b(it|its|itself|that|this|they|their|them|these|those|ones?|he|she|the (?:first|second|"
    r"former|latter|same|other|opposite))\b",
    re.IGNORECASE,
)

#: What can only speak of something that was named before.
REFERS_BACK = re.compile(
    r"\b(?:it|its|they|their|them|he|she|his|her|the (?:former|latter|opposite))\b", re.IGNORECASE
)

#: Words that ask for a definition, whatever else a question sounds like.
ASKS_MEANING = re.compile(r"\b(?:mean(?:s|ing|t)?|defin(?:e|es|ed|ition))\b", re.IGNORECASE)

#: Words right before a name that ask what it is; what may stand behind such a name; words
#: behind a name that ask what it is.
ASKS_BEFORE = re.compile(
    r"(?:\bwhat(?:'s|’s|s| is| are| was| exactly is|(?= an? | the ))|\bdefine|\bdefinition of|"
    r"\bmeaning of|\bmeant by|\bmean by|\bexplain(?: to me| me)?(?: what)?|\bdescribe|"
    r"\btell me (?:what|about)|"
    r"\b(?:hear|hearing|heard|talk|talking|read|reading|learn) (?:about|of)|\bunderstand|"
    r"\bknow what|\bidea of|\bconcept of|\bdefinition for|\bspell out)"
    r"(?:\s+(?:is|are|an?|the|exactly|really|actually|this|these|that|word|term|thing|called|by|"
    r"[\"'“‘]))*\s*[\"'“‘]?$",
    re.IGNORECASE,
)
ENDS_OR_PLACES = re.compile(
    r"[\"'”’]?\s*(?:mean(?:s|ing)?\b|definition\b|exactly\b|please\b|actually\b|again\b|"
    r"about\b|and how\b|and what\b|(?:is|are|be)?\s*(?=[?.!,;:]|$)|[-–(]|"
    r"(?:in|of|for|when|from|on|within)\b)",
    re.IGNORECASE,
)
ASKS_AFTER = re.compile(
    r"[\"'”’]?\s*(?:[,;:?!.–-]|\bdefinition\b|\bmeaning\b|\bexplained\b|\bplease\b|$)",
    re.IGNORECASE,
)

#: A whole question that asks what something of a few words is.
ASKS_WHAT_SOMETHING_IS = re.compile(
    r"^\W*(?:(?:so|ok|hi|hello|please|and)\W+)*(?:what(?:'s|’s|s| is| are| does)|define|"
    r"explain(?: what| to me| me)?(?: is| are)?|(?:what is )?(?:the )?(?:meaning|definition) of|"
    r"tell me (?:about|what)|how does|who is)\s+(?:an?\s+|the\s+)?[\w/’'-]+"
    r"(?:\s+(?!(?:is|are|does|do|that|which|who|when|if|because|to|used|called)\b)"
    r"[\w/’'-]+){0,4}?(?:\s+(?:mean|means|work|works|is|are))?\s*\?*\s*$",
    re.IGNORECASE,
)

#: A question for the opposite of something.
ASKS_OPPOSITE = re.compile(r"\b(?:opposite|contrary|inverse|antonym|counterpart)\b", re.IGNORECASE)

#: A sentence that lists things.
ENUMERATES = re.compile(
    r"\bsuch as\b|\binclud(?:e|es|ing)\b|\bfor (?:example|instance)\b|\be\.g\.|\b(?:types|kinds|"
    r"forms|variants|examples|either|both|namely)\b|:\s|, (?:and|or) ",
    re.IGNORECASE,
)

_GLOSSARY = r"(?:glossar(?:y|ies)|sources?|documents?|files?|places?|vocabular(?:y|ies)|posts?)"
_RULES: tuple[tuple[Intent, str], ...] = (
    (
        Intent.MNEMONIC,
        r"\b(?:an?|the|any|some|good|funny|your) (?:\w+ )?(?:picture|image|scene|story|analogy|"
        r"comparison|metaphor|cue|hook|trick) (?:for|about)\b|"
        r"\b(?:picture|image|scene|story|analogy|comparison|metaphor|cue|hook|trick)s?\b(?: \w+)?"
        r" (?:to (?:remember|keep|recall)|that sticks?)\b|\b(?:in (?:my|your|our) "
        r"(?:head|mind|memory)|in mind|that sticks?|donkey bridge|can i imagine)\b|"
        r"\b(?:visual|vivid|memorable|funny|catchy) (?:cue|scene|image|picture|comparison)|"
        r"\bmnemonics?\b|\bmemory (?:aids?|hooks?|tricks?)\b|\b(?:mental|funny|vivid) (?:image|"
        r"picture)|\b(?:i|me|we|to|you) (?:\w+ )?(?:remember|memori[sz]e)\b|\b(?:picture|image|"
        r"story)\b.*\b(?:in mind|remember|help me)|\balways forget\b",
    ),
    (
        Intent.CROSS_SOURCE,
        rf"\b(?:according to|in|by|of) (?:each|every|both|all) (?:of )?(?:the |your )?{_GLOSSARY}"
        rf"\b|"
        rf"\bwho (?:else )?(?:defines|says)\b|\b(?:described|treated|defined|explained) twice\b|"
        rf"\bside-by-side\b|\bwhich of your {_GLOSSARY}\b|\byour {_GLOSSARY}\b|"
        rf"\b(?:each|different|other|another|both|all|every|more than one|several|various|the)\s+"
        rf"(?:of the\s+)?{_GLOSSARY}\b.*\b(?:say|says|said|defin\w+|writ\w+|stat\w+|describ\w+|"
        rf"explain\w*)\b|\bwhich (?:of the )?{_GLOSSARY}\b|\b(?:say|defin\w+|writ\w+|describ\w+)\b"
        rf".*\b(?:each|another|other|both|all|every|more than one|several) (?:of the )?{_GLOSSARY}"
        rf"\b|\bside by side\b|\b{_GLOSSARY} (?:agree|differ|disagree)|\bthe same as the other\b|"
        rf"\bacross (?:the )?{_GLOSSARY}\b",
    ),
    (
        Intent.EXPAND,
        r"\bstands? for\b|\bstanding for\b|\bspell(?:ed|t)? (?:\w+ )?out\b|\bin full\b|"
        r"\bfull (?:name|form|title)\b|\blong (?:form|name|version)\b|\bwritten out\b|"
        r"\b(?:abbreviat\w+|acronym|initialism|short (?:form|name|hand)|shorthand|initials)\b|"
        r"\b(?:letters?|initials) (?:mean|in|of|stand)\b|\bshort for\b|\bexpand(?:s|ed)?\b.*\babbr",
    ),
    (
        Intent.COMPARE,
        r"\bvs\b|\bversus\b|\bdiff(?:erences?|erent|er|ers)?\b|\bcompar\w+\b|\bdistinguish\w*\b|"
        r"\bsame (?:\w+ )?(?:\w+ )?(?:as|or not)\b|\bone and the same\b|\bthe same\?|"
        r"\b(?:apart|mix(?:ing|ed)? up|confus\w+)\b|\bas opposed to\b|\bunlike\b|"
        r"\bcontrast\w*\b|\bor rather\b|"
        r"\bhow (?:is|are|does|do) .+ (?:relat\w+ to|connected to)\b|\bwhat do they each\b|"
        r"\bshould i (?:use )?.+ or\b|\bwhen .+ and when\b|"
        r"\b(?:better|worse|faster|slower|lighter|cheaper) than\b",
    ),
    (
        Intent.LIST,
        r"\b(?:which|what|list|name|any|all|the|of|your)\b(?: \w+){0,3}? (?:kinds|types|sorts|"
        r"variants|variations|forms|members|families|flavou?rs)\b|\b(?:kinds|types|sorts|variants|"
        r"forms|flavou?rs|varieties|families|variations) of\b|\ban overview\b|"
        r"^\s*(?:please )?(?:list|enumerate|name(?! (?:for|of)\b))\b|"
        r"\b(?:which|what) (?:[\w-]+ ){0,5}"
        r"[\w-]+s\b.*\b(?:exists?|are there|explained|described|here|"
        r"do you (?:have|know|cover)|defined|mentioned|covered|"
        r"listed|available|(?:can|could) (?:i|we|one|you) (?:choose|use|pick)|can [\w-]+ have)\b|"
        r"^\s*(?:[\w-]+ ){0,4}[\w-]+s (?:please|mentioned|do you have|in the glossar\w+)\b|"
        r"\b(?:methods|techniques|ways|approaches) please\b",
    ),
    (
        Intent.RELATION,
        r"\b(?:opposite|contrary|inverse|antonym|counterpart)\b|"
        r"\b(?:comes?|goes|stands?|sits?|happens?|placed|applied|runs?|done|used)\b(?: \w+){0,2}? "
        r"(?:before|after|behind|ahead|next|first)\b|\b(?:follow(?:s|ed)?|preced\w+|succeed\w+)\b|"
        r"\b(?:part|member|component|kind|type|form|subset|subclass|case|branch|variant) of what\b|"
        r"\bbelongs? to\b|\b(?:built|based|bas\w+|rest\w*|rel(?:y|ies)|depend\w*) (?:up)?on\b|"
        r"\breplac(?:e|es|ed|ing)\b|\bsuccessor\b|\bpredecessor\b|\balternatives? to\b|"
        r"\b(?:prevent|overcome|counter|mitigate|combat|fix|solve|cure|avoid|remed)\w*\b|"
        r"\bsynonyms?\b|\b(?:another|other|alternative) (?:name|word|term)s? (?:for|of)\b|"
        r"\balso (?:called|known)\b|\b(?:made|composed|consists?|built up) (?:up )?(?:of|from)\b|"
        r"\bwhat (?:causes|leads to|results in|triggers|produces)\b|\bcaused by\b",
    ),
    (
        Intent.REVERSE,
        r"\bwhat (?:do|would|does) (?:you|we|one|people|they|it)\s+call\b|\b(?:name|term|word|"
        r"expression) (?:for|of (?:a|the|this))\b|\bwhat(?:'s| is) (?:it|this|that|the .{3,60}) "
        r"called\b|\bis called\b|\bcalled\s*\??$|\bwhich (?:\w+ ){1,3}(?:that|which|uses?|has|have|"
        r"makes?|takes?|combines?|processes|ignores?)\b",
    ),
)
_YES_NO = re.compile(
    r"^\W*(?:(?:so|and|but|ok|well|hi|hello|then|also|please|tell me|i wonder|is it true that|"
    r"true or false)\W+)*(?:(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|"
    r"must|may|might)(?:n['’]?t)?|if|whether)\b(?!\s+(?:you|i|we|anyone|someone|somebody)\b)|"
    r"\b(?:right|correct|true|yes or no)\s*\?\s*$",
    re.IGNORECASE,
)
_COMPILED = tuple((intent, re.compile(rule, re.IGNORECASE)) for intent, rule in _RULES)

#: What kind of fact a question wants, and what a sentence that holds one looks like.
_FACTS: tuple[tuple[str, str, str], ...] = (
    (
        "order",
        r"\b(?:before|after|follow\w*|next|preced\w*|previous)\b",
        r"\b(?:before|after|between|follow\w*|next|then|preced\w*|previous\w*|prior|last|first)\b",
    ),
    (
        "person or year",
        r"\b(?:who|whom|whose)\b[^.?!]{0,50}?\b(?:invent|introduc|propos|came up|comes from|creat|"
        r"develop|coin|publish|wrote|written|design|discover|devis|pioneer|author|first|built|made|"
        r"founded|idea|named|credit|behind|won|record)|\bby whom\b|\binvent(?:ed|or)\b|"
        r"\b(?:which|what|in which) (?:year|paper|people|researchers?|team|group|lab|authors?)\b|"
        r"\bproposed\b|\bintroduced\b|\bauthors?\b|\bwhen was\b|\bwhich one(?:s)? came first\b",
        r"\b(?:1[89]|20)\d\d\b|\bet al\b|\b(?:introduced|proposed|invented|developed|coined|"
        r"published|named after) (?:by|in)\b|"
        r"(?-i:(?<=[a-z,(] )[A-Z][a-z]+ (?:[A-Z]\. ?)?[A-Z][a-z]+\b)",
    ),
    (
        "formula",
        r"\bformulas?\b|\bequations?\b|\bexpression\b|\bmathematical(?:ly)?\b|\bhow is .+ "
        r"(?:calculated|computed|defined mathematically)\b|\bcalculat\w+\b|\bcomputed\b",
        r"[=∑Σ√≈≥≤]|\bdivided by\b|\bdefined as\b|\bsum of\b|\bcalculated as\b",
    ),
    (
        "range or number",
        r"\bhow (?:many|much|large|big|long|high)\b|\brange\b|\bbetween which\b|\btypical\w*\b|"
        r"\bdefault\b|\bwhat (?:value|number|rate|size|percentage)s?\b|\bwhich values?\b",
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|zero|several|dozen)\b",
    ),
    (
        "opposite",
        ASKS_OPPOSITE.pattern,
        r"\b(?:opposite|contrary|inverse|counterpart|unlike|whereas|in contrast)\b",
    ),
    (
        "example",
        r"\bexamples?\b|\binstances?\b|\bsuch as what\b|\bused for\b|\bapplications?\b|"
        r"\buse cases?\b|\bwhere .*\bused\b",
        r"\bsuch as\b|\be\.g\.|\bexamples?\b|\bincluding\b|\bfor instance\b|\blike\b|\bused (?:in|"
        r"for|to)\b|\bapplications\b",
    ),
    (
        "drawback",
        r"\bdisadvantages?\b|\bdrawbacks?\b|\bdownsides?\b|\bproblems?\b|\blimit\w*\b|"
        r"\bweakness\w*\b|\bcons\b|\bworr(?:y|ies)\b|\bchallenges?\b|\bissues?\b|\brisks?\b",
        r"\bhowever\b|\bchalleng\w+|\bdrawback|\bdisadvantage|\bcan suffer\b|\bproblem|\bissue|"
        r"\bbut\b|\bnoisy\b|\bexpensive\b|\brisk|\bconcern|\bdifficult|\blimit",
    ),
    (
        "benefit",
        r"\badvantages?\b|\bbenefits?\b|\bpros\b|\bwhy (?:use|do we|is .* (?:good|useful|popular|"
        r"important))\b|\bgood for\b|\bstrengths?\b",
        r"\bbenefit|\badvantage|\bimprov\w+|\bfaster\b|\befficien\w+|\bmitigat\w+|\bhelp\w*\b|"
        r"\baddress\w*|\bpopular\b|\bcrucial\b",
    ),
    (
        "cause or purpose",
        r"^\s*(?:but |and |so )?why\b|\bwhat for\b|\bpurpose\b|\bcauses?\b|\breasons?\b|"
        r"\bsupposed to\b|\bwhat (?:does|do|is) .+ (?:prevent\b|(?<!stand )for\W*$)",
        r"\bbecause\b|\bdue to\b|\bto (?:prevent|avoid|reduce|improve|help|allow|make)\b|"
        r"\bby \w+ing\b|\bso that\b|\bsince\b|\bcaus\w+|\benabl\w+|\ballow\w+|\bas they\b",
    ),
    (
        "procedure",
        r"\bhow (?:does|do|is|are|can|to)\b|\bsteps?\b|\bprocedure\b|\bwork(?:s|ing)?\b",
        r"\bsteps?\b|\bfirst\b|\bworks? (?:by|as)\b|\bby \w+ing\b|\biterat\w+|\beach\b|\bthen\b",
    ),
)
#: Kinds of fact that a sentence can't hold without showing it.
STRICT_FACTS = frozenset({"person or year", "formula", "range or number", "opposite"})
_COMPILED_FACTS = tuple(
    (kind, re.compile(asks, re.IGNORECASE), re.compile(holds, re.IGNORECASE))
    for kind, asks, holds in _FACTS
)


def intents_of(question: str) -> tuple[Intent, ...]:
    """Return the intents that the question's own words state, surest first."""
    found = [intent for intent, rule in _COMPILED if rule.search(question)]
    if _YES_NO.search(question):
        found.append(Intent.YES_NO)
    return tuple(found)


def facts_wanted(question: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the kinds of fact a question wants, each with what a sentence holding it shows.

    Who asks how many there are of a thing wants a number of that thing, not any.
    """
    counted = _COUNTED.search(question)
    wanted = {kind: holds for kind, asks, holds in _COMPILED_FACTS if asks.search(question)}
    if counted and _NUMBER in wanted:
        wanted[_NUMBER] = _number_of(singular((counted[1] or counted[2]).casefold()))
    return tuple(wanted.items())


_COUNTED = re.compile(
    r"\b(?:how many|(?:what|which) number of)\s+"
    r"(?:(?:[\w-]+\s+){0,2}?([^\W\d_]{3,}s)\b|([^\W\d_]{3,}))",
    re.IGNORECASE,
)
#: A kind of fact of which more is known where the question says what is counted.
_NUMBER = "range or number"


@lru_cache(maxsize=256)
def _number_of(thing: str) -> re.Pattern[str]:
    """Return what a sentence shows that says how many there are of a thing."""
    number = (
        r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|dozens?|hundreds?|"
        r"thousands?|millions?|billions?|several|single|no|both|any number)"
    )
    word = re.escape(thing[: max(3, len(thing) - 1)]) + r"\w*"
    return re.compile(
        rf"\b{number}\b(?:[\s,-]+[\w-]+){{0,3}}?[\s-]+{word}|{word}(?:\W+\w+){{0,4}}?\W+{number}\b",
        re.IGNORECASE,
    )
