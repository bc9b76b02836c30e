"""Languages as headers, keys and file names give them: "English", "français", "pt-BR", "deu".

Tags are those of BCP 47 (https://www.rfc-editor.org/info/bcp47): the shortest code of ISO 639,
with a region or script where one is given.
"""

import re
import unicodedata

__all__ = ["language_code", "language_name", "language_of_path", "language_tag"]

#: ISO 639-1 code: codes of ISO 639-2 and -3, then names, in English and the language's own.
_LANGUAGES = """
af afr afrikaans; am amh amharic; ar ara arabic العربية عربي; az aze azerbaijani; be bel
belarusian; bg bul bulgarian български; bn ben bengali bangla বাংলা; bs bos bosnian bosanski; ca
cat catalan català; cs ces cze czech čeština česky; cy cym wel welsh cymraeg; da dan danish
dansk; de deu ger german ドイツ語 德语 德語 독일어 deutsch allemand alemán alemão tedesco duits;
el ell gre greek ελληνικά; en eng english englisch anglais inglés inglês inglese engels
английский 英語 英语 英文 영어; eo epo esperanto; es spa spanish スペイン語 西班牙语 스페인어
español castellano spanisch espagnol espanhol spagnolo; et est estonian eesti; eu eus baq basque
euskara; fa fas per persian farsi فارسی پارسی; fi fin finnish suomi; fil filipino; fr fra fre
french フランス語 法语 法語 프랑스어 français französisch francés francês francese frans; ga gle
irish gaeilge; gl glg galician galego; gu guj gujarati; ha hau hausa; he heb hebrew עברית; hi
hin hindi हिन्दी हिंदी; hr hrv croatian hrvatski; hu hun hungarian magyar; hy hye arm armenian
հայերեն; id ind indonesian indonesia; ig ibo igbo; is isl ice icelandic íslenska; it ita italian
italiano italienisch italien; ja jpn japanese 日语 日語 日文 일본어 日本語; ka kat geo georgian;
kk kaz kazakh; km khm khmer; kn kan kannada; ko kor korean 韓国語 韩语 韓語 한국어; la lat
latin; lt lit lithuanian lietuvių; lv lav latvian latviešu; mk mkd mac macedonian; ml mal
malayalam; mn mon mongolian монгол; mr mar marathi; ms msa may malay melayu; mt mlt maltese; my
mya bur burmese; nb nob bokmål; ne nep nepali; nl nld dut dutch nederlands niederländisch; nn
nno nynorsk; no nor norwegian norsk; pa pan punjabi; pl pol polish polski; ps pus pashto; pt por
portuguese português portugais portugués portoghese portugiesisch; ro ron rum romanian română;
ru rus russian ロシア語 俄语 俄語 러시아어 русский; si sin sinhala; sk slk slo slovak
slovenčina; sl slv slovenian slovene slovenščina; so som somali; sq sqi alb albanian shqip; sr
srp serbian srpski српски; sv swe swedish svenska; sw swa swahili kiswahili; ta tam tamil தமிழ்;
te tel telugu; th tha thai ไทย; tl tgl tagalog; tr tur turkish türkçe; uk ukr ukrainian
українська; ur urd urdu اردو; uz uzb uzbek; vi vie vietnamese; xh xho xhosa; yo yor yoruba; zh
zho chi chinese mandarin 中文 汉语 漢語 中国語 중국어; zu zul zulu
"""
#: Codes that are words of English headers as well ("ID", "No."); alone they name no language.
_WORDS = {"id", "no", "is", "it", "am", "be", "my", "so", "or", "may", "per", "pus", "sin", "lit"}
_SCRIPTS = "Latn|Cyrl|Arab|Hans|Hant|Hebr|Grek|Deva|Jpan|Kore|Thai"
_TAG = re.compile(
    rf"([a-z]{{2,3}})(?:[-_ ]({_SCRIPTS}))?(?:[-_ ]([a-z]{{2}}|\d{{3}}))?", re.IGNORECASE
)


def _tables() -> tuple[dict[str, str], dict[str, str]]:
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for group in " ".join(_LANGUAGES.split()).split(";"):
        tag, *others = group.split()
        codes[tag] = tag
        for other in others:
            (codes if len(other) == 3 and other.isascii() else names)[other] = tag
    return codes, names


_CODES, _NAMES = _tables()


def language_name(word: str) -> str | None:
    """Return the tag of a language that a word names, in English or in the language itself."""
    return _NAMES.get(unicodedata.normalize("NFKC", word).casefold())


def language_code(code: str) -> str | None:
    """Return the tag for a code of ISO 639 or BCP 47: ``"pt_BR"`` → ``"pt-BR"``, or ``None``."""
    found = _TAG.fullmatch(code.strip())
    if not found or found[1].lower() not in _CODES:
        return None
    tag = _CODES[found[1].lower()]
    tag += f"-{found[2].title()}" if found[2] else ""
    return tag + (f"-{found[3].upper()}" if found[3] else "")


def language_tag(text: str) -> str | None:
    """Return the tag for a language's name or code that stands alone; "ID" and "No" are none."""
    plain = text.strip().strip("()[]:")
    if plain.casefold() in _WORDS:
        return None
    return language_name(plain) or language_code(plain)


def language_of_path(path: str) -> str | None:
    """Return the language that a file's name or its folder's says: ``i18n/pt.json``, ``a.fr.csv``.

    Codes that are short for something else as well ("glossary-it", "cs.json") count only in
    folders that are for translations.
    """
    *folders, name = path.split("/")
    stem = name.split(".")[:-1] or [name]
    in_folder = any(folder.casefold() in _FOLDERS for folder in folders)
    found = re.fullmatch(r"(?:.*[._\- ])?([a-z]{2}(?:[-_][A-Z][a-zA-Z]{1,3})?)", ".".join(stem[:3]))
    guesses = [found[1]] if found else []
    guesses += [stem[-1], *folders[-1:]]
    for guess in guesses:
        tag = language_code(guess) or language_name(guess)
        if tag and (in_folder or tag.split("-")[0] in _PLAIN):
            return tag
    return None


_FOLDERS = {"i18n", "l10n", "locale", "locales", "lang", "langs", "language", "languages"}
_FOLDERS |= {"translations", "translation"}
_PLAIN = set(_CODES) & {
    *("en", "fr", "de", "es", "pt", "ja", "ko", "zh", "ru", "nl", "pl", "sv", "da", "fi", "tr"),
    *("uk", "ar", "he", "hi", "el", "hu", "ro", "nb", "fa", "vi", "th"),
}
