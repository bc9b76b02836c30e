"""What readers remarked on, as findings: text that is in no entry, and layout gone wrong."""

from collections.abc import Iterator

from ..records import Remark
from .catalogue import Code
from .findings import Finding, Ground, Place

__all__ = ["told"]

_CODES = {
    "no-definition": Code.MISSING_DEFINITION,
    "no-term": Code.MISSING_TERM,
    "not-read": Code.FILE_NOT_READ,
    "list-missing": Code.LIST_MISSING,
    "truncated": Code.TRUNCATED_DEFINITION,
    "unread": Code.UNREAD_TEXT,
    "unread-value": Code.UNREAD_TEXT,
    "sheet-not-read": Code.UNREAD_TEXT,
    "no-text": Code.UNREAD_TEXT,
    "broken-page": Code.UNREAD_TEXT,
    "no-columns": Code.UNREAD_TEXT,
    "too-long": Code.UNREAD_TEXT,
    "encoding-guessed": Code.ENCODING_GUESSED,
    "number-gap": Code.NUMBER_GAP,
    "copy-differs": Code.COPIES_DIFFER,
}
#: How a file was read, which is no defect of it; and what other rules find too.
_LISTED = """
    attribute column-ignored columns columns-ignored copying dangling-reference elsewhere
    fields-ignored hidden hidden-text index keys keys-ignored language layout left-out link macro-id
    named-twice names-split no-entries not-concepts not-tried other-language properties-ignored
    remote-context shape taken-along turned-text unsure
"""
_LEFT_OUT = frozenset(_LISTED.split())


def told(ground: Ground) -> Iterator[Finding]:
    """Yield the readers' remarks that are on defects."""
    for remark in ground.remarks:
        if remark.code not in _LEFT_OUT:
            yield _found(_CODES.get(remark.code, Code.LAYOUT_FAULT), remark)


def _found(code: Code, remark: Remark) -> Finding:
    return Finding(code, remark.message, Place(remark.path, remark.line))
