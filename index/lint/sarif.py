"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a change.

The format is OASIS's (https://docs.oasis-open.org/sarif/sarif/v2.1.0/); what is filled in is what
GitHub's code scanning asks for: rules with help and level, results with a place and a fingerprint.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .catalogue import RULES, Code, Severity
from .findings import Finding, Place
from .run import Linted

__all__ = ["sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_ROOT = "SRCROOT"


def sarif(done: Linted, version: str, folder: Path) -> dict[str, Any]:
    """Return a SARIF log.

    Args:
        done: what was found.
        version: of this program.
        folder: what the addresses of files are relative to: a repository's root. Files outside
            it have absolute ones.
    """
    codes = list(Code)
    seen: dict[str, int] = {}
    results = []
    for found in done.findings:
        base = _fingerprint(found)
        seen[base] = seen.get(base, 0) + 1
        results.append(
            _result(found, codes.index(found.code), f"{base}:{seen[base]}", done, folder)
        )
    driver = {
        "name": "glossator lint",
        "semanticVersion": version,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"uri": f"{folder.absolute().as_uri().rstrip('/')}/"}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Code) -> dict[str, Any]:
    rule = RULES[code]
    return {
        "id": code.value,
        "shortDescription": {"text": rule.about},
        "fullDescription": {"text": f"{rule.about} {rule.advice}"},
        "help": {"text": rule.advice},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["glossary"]},
    }


def _result(
    found: Finding, rule: int, fingerprint: str, done: Linted, folder: Path
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.code.value,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": found.sentence},
        "locations": [_location(found.place, done, folder, found.locator)],
        "partialFingerprints": {"glossatorFinding/v1": fingerprint},
    }
    if found.related:
        result["relatedLocations"] = [
            {"id": at, **_location(place, done, folder), "message": {"text": place.term or ""}}
            for at, place in enumerate(found.related, 1)
        ]
    return result


def _location(
    place: Place, done: Linted, folder: Path, locator: str | None = None
) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _address(place, done, folder)}
    if place.line:
        physical["region"] = {"startLine": place.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    named = [name for name in (place.term, locator) if name]
    if named:
        location["logicalLocations"] = [{"fullyQualifiedName": ": ".join(named)}]
    return location


def _address(place: Place, done: Linted, folder: Path) -> dict[str, Any]:
    lies = done.places.get(place.path)
    if lies is None:  # a folder that can't be read
        return {"uri": quote(place.path), "uriBaseId": _ROOT}
    full = Path(os.path.normpath(lies.absolute()))
    try:
        below = full.relative_to(os.path.normpath(folder.absolute()))
    except ValueError:
        return {"uri": full.as_uri()}
    return {"uri": quote(os.fsencode(below.as_posix())), "uriBaseId": _ROOT}


def _fingerprint(found: Finding) -> str:
    """Return what stays when lines move: the kind, the file, the term and the other terms."""
    parts = (found.code, found.place.path, found.place.term or found.message)
    others = (place.term or "" for place in found.related)
    return sha256("\0".join((*parts, *others)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
