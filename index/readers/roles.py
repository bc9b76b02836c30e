"""What a column's header or a record's key says that it holds: a term, a definition, and so on.

Words are general ones of many languages; a header may be several words ("Glossary Term",
"term_fr", "Definition (EN)") or a sentence ("What does the word mean?").
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ..names import singular
from .language_tags import language_code, language_name, language_tag

__all__ = ["NO_ROLE", "Named", "named"]

#: Roles: words of a header that give it, the surest first.
_ROLES: dict[str, tuple[str, ...]] = {
    "term": (
        "term; headword; preferred term; preferred label; preferred name; pref label; lemma; "
        "terme; begriff; benennung; fachbegriff; término; termino; termo; termine; begrip; "
        "термин; termin; pojem; pojęcie; hasło; 用語; 用语; 术语; 術語; 용어; designation; "
        "gloss term; term name; المصطلح; מונח; اصطلاح; واژه; dt; hang text; нэр томьёо",
        "word; expression; phrase; concept; entry; mot; wort; stichwort; palabra; palavra; "
        "parola; woord; слово; 単語; 单词; 단어; notion; concepto; conceito; concetto; vocable",
        "name; title; label; nom; nombre; nome; naam; название; 名称; jargon; "
        "subject; lexical entry; display; display name; display term; variable; variable name; "
        "parameter; attribute; data element; field name; نام; عنوان",
    ),
    "definition": (
        "definition; def; définition; definición; definicion; definição; definizione; definitie; "
        "определение; definicja; definice; 定義; 定义; 정의; meaning; bedeutung; signification; "
        "significado; significato; betekenis; значение; znaczenie; 意味; gloss; gloss def; "
        "التعريف; הגדרה; تعریف; معنی; معنا; dd; тайлбар; тодорхойлолт",
        "description; desc; descr; explanation; beschreibung; erklärung; erläuterung; "
        "descripción; descripcion; descrição; descrizione; beschrijving; omschrijving; uitleg; "
        "toelichting; описание; opis; 説明; 说明; 설명; explication; explicación; explicação; "
        "spiegazione; interpretation; explain; mean; توضیح; توضیحات; शब्दार्थ; अर्थ",
        "text; body; content; summary; detail; value; excerpt; glossary; glossary text",
    ),
    "short": (
        "acronym; abbreviation; abbr; abbrev; abb; initialism; short form; short name; sigle; "
        "abkürzung; kürzel; acrónimo; acronimo; sigla; abreviatura; abréviation; abbreviazione; "
        "acronyme; akronym; afkorting; сокращение; skrót; 略語; 略称; 缩写; 약어",
    ),
    "long": (
        "full form; full name; full term; long form; long name; expansion; expanded form; "
        "expanded; extended; extended form; stand for; spelled out; spelt out; written out; "
        "full title; in full; forme longue; langform",
    ),
    "aliases": (
        "synonym; alias; aka; also known as; also called; other name; other term; "
        "plural; plural form; "
        "alternative name; alternative term; alternative label; alternate name; alternate term; "
        "alternate label; alternative; alt label; alt name; alt term; alternatename; hidden label; "
        "variant; spelling variant; variation; spelling; abbr syn; synonyme; sinónimo; sinonimo; "
        "sinônimo; synoniem; синоним; synonimy; 同義語; 同义词; 동의어; admitted term; "
        "deprecated term; 別名",
    ),
    "references": (
        "see also; see; refer to; seealso; related; related term; related word; related concept; "
        "related entry; cross reference; crossreference; xref; cf; compare; gloss see; "
        "gloss see also; voir aussi; voir; siehe auch; siehe; véase también; véase; ver também; "
        "vedi anche; zie ook; verweis; renvoi; 関連語; 相关术语; 관련 용어; broader; narrower; "
        "has broader; has narrower; hasbroader; hasnarrower; broader term; narrower term; "
        "subclassof; sub class of; synonym of; alias of; variant of; same as; redirect; "
        "redirect to",
        "ref; reference",
    ),
    "language": (
        "language; lang; locale; language code; lang code; langue; sprache; idioma; lingua; "
        "taal; язык; język; 言語; 语言; 언어; in language",
    ),
    "status": (
        "status; normative status; term status; entry status; usage status; état; estado; stato",
        "deprecated; obsolete",
    ),
    "number": ("number; no; nr; num; #; №; nummer; numéro; número; serial; serial no; sr no",),
    "id": (
        "id; identifier; slug; uuid; guid; iri; uri; @id; term id; termid; concept id; entry id; "
        "term code; anchor; notation; key",
    ),
    "mnemonic": ("mnemonic; memory aid; merkhilfe; eselsbrücke",),
    "notes": (
        "scope note; usage note; note; remark; example; usage example; additional information; "
        "further explanation; usage; anmerkung; beispiel; remarque; exemple; nota; ejemplo",
    ),
    "translations": (
        "translation; localization; localisation; localized concept; i18n; locale; translated; "
        "traduction; traducción; tradução; traduzione; übersetzung; vertaling; перевод; "
        "번역; 번역문; 译文; 译名; 翻译; 翻譯; 訳; 訳語; 訳文; 翻訳; ترجمه",
    ),
}
#: Words that tell nothing of the role.
_FILLERS = """
the a an of your our my glossary business short long full brief extended detailed plain simple
technical official main standard formal basic quick html markdown md text s es item entries
please is are
"""
#: A header that ends on one of these tells of a term or definition and holds none.
_OTHERS = """
source date author owner url link href count status category type comment steward
version domain level origin modified created by on at reviewer approved length image order sort
number id
"""
_SEPARATORS = re.compile(r"[\s_\-–—/\\.,:;()\[\]{}?!'’\"*<>|+&]+")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class Named:
    """What a header says.

    Attributes:
        role: of :data:`_ROLES`, or ``None``.
        language: a BCP 47 tag, or ``None``.
        rank: how surely, 0 best; among columns of one role the surest is read.
        exact: whether the header is just that; false for a sentence that has such a word.
    """

    role: str | None
    language: str | None = None
    rank: int = 0
    exact: bool = True


NO_ROLE = Named(None, None, 9)


def _table() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for role, ranks in _ROLES.items():
        for rank, names in enumerate(ranks):
            for name in names.split(";"):
                found.setdefault(_joined(name.split()), (role, rank))
    return found


def _joined(tokens: list[str]) -> str:
    plain = (unicodedata.normalize("NFKC", token).casefold() for token in tokens)
    return " ".join(singular(token) if token.isascii() else token for token in plain)


_WORDS = _table()
_FILLER_WORDS = frozenset(_FILLERS.split())
_OTHER_WORDS = frozenset(_OTHERS.split())


@lru_cache(maxsize=4096)
def named(header: str) -> Named:
    """Say what a header or key promises; see :class:`Named`.

    Examples:
        ``Term`` and ``Glossary terms`` a term, ``French_descr`` and ``definition (fr)`` a
        definition in ``fr``, ``EN`` only the language, ``Definition source`` nothing.
    """
    text = " ".join(header.split())
    if not text or len(text) > _MAX_CHARS:
        return NO_ROLE
    alone = _WORDS.get(_joined([text.strip(" :*.")]))
    if alone:
        return Named(alone[0], None, alone[1])
    bare = language_tag(text)
    if bare and (len(text) > 3 or text.isalpha()):
        return Named(None, bare, 0)
    tokens = [part for part in _SEPARATORS.split(_CAMEL.sub(" ", text)) if part]
    language, tokens = _take_language(tokens) if tokens else (None, [])
    if not tokens:
        return Named(None, language, 0) if language else NO_ROLE
    found = _exact(tokens)
    if found:
        return Named(found[0], language, found[1])
    inside = _inside(tokens)
    return Named(inside, language, 1, exact=False) if inside else Named(None, language, 9)


def _take_language(tokens: list[str]) -> tuple[str | None, list[str]]:
    """Find a language in a header: a name anywhere, a code in front or at the end."""
    for at, token in enumerate(tokens):
        name = language_name(token)
        if name:
            return name, [*tokens[:at], *tokens[at + 1 :]]
    if len(tokens) > 2:  # "term_pt_BR"
        tag = language_code("-".join(tokens[-2:])) if len(tokens[-1]) in (2, 4) else None
        if tag and _exact(tokens[:-2]):
            return tag, tokens[:-2]
    for code, rest in ((tokens[-1], tokens[:-1]), (tokens[0], tokens[1:])):
        tag = language_code(code) if len(code) <= 3 else None
        if tag and rest and _exact(rest) and not _exact(tokens):
            return tag, rest
    return None, tokens


def _exact(tokens: list[str]) -> tuple[str, int] | None:
    found = _WORDS.get(_joined(tokens))
    if found:
        return found
    kept = [token for token in tokens if token.casefold() not in _FILLER_WORDS]
    return _WORDS.get(_joined(kept)) if kept and len(kept) < len(tokens) else None


def _inside(tokens: list[str]) -> str | None:
    """Find the role that the words of a longer header mention."""
    words = [_joined([token]) for token in tokens]
    if words[-1] in _OTHER_WORDS or words[0] in ("source", "date", "type", "number", "link"):
        return None
    text = f" {' '.join(words)} "
    found = [(text.find(name), role) for name, role in _MENTIONED.items() if name in text]
    if any(role == "definition" for _, role in found):
        return "definition"  # "Definition of the term", "Meaning of the acronym"
    return min(found)[1] if found else None


def _mentioned() -> dict[str, str]:
    """Return what a longer header may mention, blanks around, with its role."""
    found: dict[str, str] = {}
    for role in ("definition", "aliases", "references", "long", "short", "term"):
        for rank, names in enumerate(_ROLES[role][:2]):
            if not rank or role in ("definition", "term"):
                for name in names.split(";"):
                    found.setdefault(f" {_joined(name.split())} ", role)
    return found


_MENTIONED = _mentioned()
