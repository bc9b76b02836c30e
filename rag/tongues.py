"""Which language a question is in: English, which the bundled encoder knows, or another.

Told by its script, or by its function words and words of asking. Where a question is not in
English, its words say more of what it asks than its vector.
"""

import re
import unicodedata
from functools import lru_cache

from ..index.names import words
from .english import FRAME, FUNCTION

__all__ = ["ENGLISH", "asks_difference", "small_words", "spoken"]

ENGLISH = "en"
_SMALL = {
    "de": "der die das den dem des ein eine einer eines einem einen und oder ist sind war "
    "wird werden wurde wie was wer wo wann warum wieso welche welcher welches welchem "
    "welchen wozu wofür nicht kein keine auf aus bei mit nach von vom zu zum zur für "
    "über unter um durch ohne gegen im in an am als wenn dass man ich du er sie es wir "
    "ihr mein dein sein gibt kann können muss soll hat haben auch nur noch mehr sehr so "
    "etwas damit dabei dafür daran darauf sich bedeutet bedeuten bedeutung heisst "
    "heissen nennt definiere definition erkläre erklär unterschied zwischen "
    "steht eigentlich bitte begriff wort ding sache beim",
    "fr": "le la les l un une des du de d et ou où est sont était être a ont avoir ce cet "
    "cette ces que qu qui quoi quel quelle quels quelles comment pourquoi quand combien "
    "lequel laquelle à au aux en dans par pour sur sous avec sans entre vers chez ne "
    "pas plus moins très se s il elle on nous vous ils elles je tu mon ton son sa ses "
    "leur leurs y c n j m t peut faut fait comme si mais donc signifie veut dire "
    "appelle définis définir définition explique expliquer différence mot terme chose "
    "sil plait plaît",
    "es": "el la los las lo un una unos unas de del al a y e o u es son era ser está están "
    "hay que qué cual cuál cuáles como cómo cuando cuándo donde dónde quien quién "
    "quiénes cuanto cuánto cuánta cuántos cuántas porque por para con sin sobre entre "
    "en desde hasta se su sus mi tu le les me te nos no ni si sí ya más menos muy "
    "también solo algo alguien este esta esto esos esa ese aquel tiene tienen hace "
    "puede cada otro otra significa significar quiere decir llama define definir "
    "definición explica explicar diferencia diferencian palabra término cosa",
    "it": "il lo la i gli le l un uno una di del dello della dei degli delle a al allo alla "
    "ai agli alle da dal dalla in nel nella nei con su sul sulla per tra fra e ed o è "
    "sono era essere ha hanno che chi cosa cos quale quali come quando dove perché "
    "quanto quanti quanta quante non più meno molto anche si ci ne suo sua suoi loro "
    "mio tuo questo questa quello quella significa vuol dire chiama definisci "
    "definizione spiega spiegare differenza parola termine",
    "pt": "o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com "
    "sem sobre entre até e ou é são era ser está há que quê qual quais como quando onde "
    "quem quanto quanta quantos quantas porque não mais menos muito também se seu sua "
    "seus suas meu teu isto isso este esta esse essa ao à aos às significa significar "
    "quer dizer chama defina definir definição explique explicar diferença palavra "
    "termo coisa",
    "nl": "de het een en of is zijn was wordt worden wat wie waar wanneer waarom hoe welke "
    "welk niet geen van voor met op in aan bij naar uit over onder door tegen tussen om "
    "te dat die dit deze er je ik hij zij wij men kan moet heeft hebben ook nog meer "
    "zeer zich betekent betekenis heet noem definieer definitie verklaar verschil woord "
    "begrip ding",
    "sv": "en ett den det de och eller är var vara vad vem när varför hur vilken vilket vilka "
    "inte ingen av för på med till från om över under genom mellan utan i som att man "
    "jag du han hon vi ni kan ska måste har hade även också mer mycket sig sin sitt "
    "sina betyder betydelse heter kallas definiera definition förklara skillnad "
    "skillnaden ord begrepp sak",
    "pl": "i a o w we z ze na do od po za przez dla nad pod przy bez między jest są był być "
    "co kto jaki jaka jakie jak kiedy gdzie dlaczego ile który która które nie tak czy "
    "się to ten ta te oraz lub jego jej ich mój można musi ma mają też tylko więcej "
    "bardzo oznacza znaczy nazywa zdefiniuj definicja wyjaśnij różnica różni słowo "
    "pojęcie rzecz",
    "ru": "что такое это как и в во на с со по для из за о об от до при без между не ни или "
    "но где когда кто какой какая какое какие каким почему зачем сколько чем он она оно "
    "они его ее их который которая которые есть быть был можно нужно значит означает "
    "называется определи определение объясни разница отличается отличие слово термин",
    "ar": "ما ماذا هو هي هم من في على إلى عن مع هل كيف لماذا متى أين كم أي إذا كان كانت يكون "
    "أن إن التي الذي هذا هذه ذلك تلك بين و أو لا لم لن قد كل بعض غير يعني معنى تعريف "
    "عرف اشرح الفرق يسمى كلمة مصطلح",
    "zh": "什 么 是 的 吗 呢 哪 怎 样 请 问 和 与 了 在 吧 啊 个",
    "ja": "は の が を に と で も か 何 や へ っ て す ま",
    "ko": "은 는 이 가 을 를 의 에 란 와 과 무 엇 뭐",
}
_SETS = {tag: frozenset(listed.split()) for tag, listed in _SMALL.items()}
_TELLING = {
    tag: frozenset(word for word in known if len(word) > 1 and word not in FUNCTION | FRAME)
    for tag, known in _SETS.items()
}
_FOREIGN_MARKS = frozenset("¿¡ßñãõœæøåłąęśćżźäöü")
_SCRIPTS = {
    "CYRILLIC": "ru", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "DEVANAGARI": "hi",
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "THAI": "th",
}  # fmt: skip


def spoken(question: str) -> str:
    """Return the language of a question: a tag, ``"?"`` for another script, ``""`` if none tells.

    Another than English only if it surely is: half of its letters are of another script, or it
    has two small words that only another language knows, and fewer that only English does.
    """
    letters = [char for char in question if char.isalpha()]
    others = [char for char in letters if not _is_latin(char)]
    if 2 * len(others) > len(letters):
        return _by_script(others)
    asked = set(words(question))
    hits = {tag: len(asked & known) for tag, known in _TELLING.items()}
    best = max(hits, key=lambda tag: hits[tag])
    plain = len((asked & (FUNCTION | FRAME)) - _SETS[best])
    marked = plain == 0 and not _FOREIGN_MARKS.isdisjoint(question.casefold())
    if hits[best] > plain and hits[best] + marked >= 2:
        return best
    return ENGLISH if plain else ""


def small_words(tongue: str) -> frozenset[str]:
    """Return a language's function words and words of asking, as :func:`words` cuts them."""
    return _SETS.get(tongue, frozenset())


def asks_difference(question: str) -> bool:
    """Tell whether a question in another language than English asks how things differ."""
    return bool(_difference().search(question))


@lru_cache(maxsize=1)
def _difference() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:unterschied|unterscheide\w*|différence|différencie\w*|diferencian?|distingue\w*|"
        r"differenza|differenziano|diferença|diferem|verschil\w*|skillnaden?|skiljer|różnic\w*|różni|"
        r"отлич\w*|разниц\w*|الفرق|يختلف)\b|区别|区別|違い|차이",
        re.IGNORECASE,
    )


def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith(("LATIN", "MODIFIER"))


def _by_script(letters: list[str]) -> str:
    names = [unicodedata.name(char, "?").partition(" ")[0].partition("-")[0] for char in letters]
    if any(name in ("HIRAGANA", "KATAKANA") for name in names):
        return "ja"
    return _SCRIPTS.get(max(names, key=names.count), "?")
