"""A reply of each endpoint, as the embedded glossary gives it, for the OpenAPI document."""

from typing import Any

__all__ = ["EXAMPLES"]

_QUOTE = (
    "Dropout switches off randomly chosen neurons at each training step, so that none can rely on "
    "a particular partner."
)
_SHA256 = "65fd52b1edb67d0cfc09aa4078494b9394d100dbb11e92fa3b7299235914df3f"
_ID = "memory-cards-md#dropout"
_PLACE: dict[str, Any] = {
    "source": "memory-cards.md",
    "title": "Memory Cards",
    "line": 111,
    "locator": None,
}
_CITATION: dict[str, Any] = {
    "n": 1,
    "term": "Dropout",
    "concept": _ID,
    "entry_id": _ID,
    **_PLACE,
    "quote": _QUOTE,
    "start": 11651,
    "end": 11765,
    "text_sha256": _SHA256,
}
_ANSWER: dict[str, Any] = {
    "id": "q1",
    "question": "what is dropout?",
    "standalone_question": "what is dropout?",
    "answered": True,
    "intent": "define",
    "text": f"Dropout — “{_QUOTE}” [1]",
    "confidence": 0.885,
    "reason": None,
    "citations": [_CITATION],
    "ranked": [["Dropout", "memory-cards.md"]],
    "why": [
        {
            "entry_id": _ID,
            "channels": {"name": 1, "lexical": 1, "dense": 3},
            "matched": "term 'Dropout'",
        }
    ],
    "senses": [],
    "related": ["Overfitting", "DropConnect"],
    "suggestions": [],
    "elapsed_ms": 3.1,
}
_ENTRY: dict[str, Any] = {
    "id": _ID,
    "concept": _ID,
    "term": "Dropout",
    "aliases": [],
    "number": None,
    "definition": _QUOTE,
    **_PLACE,
    "start": 11651,
    "end": 11765,
    "text_sha256": _SHA256,
    "mnemonic": None,
    "see_also": [],
    "dangling": [],
    "status": None,
    "language": None,
    "flags": [],
    "others": [{"id": "notes-md#dropout", "term": "Dropout"}],
    "url": "/v1/entries/memory-cards-md%23dropout",
}

#: By the name of the operation.
EXAMPLES: dict[str, dict[str, Any]] = {
    "ask": _ANSWER,
    "batch": {"answers": [_ANSWER]},
    "search": {
        "query": "random neurons off",
        "hits": [
            {
                "rank": 1,
                "score": 0.81,
                "term": "Dropout",
                "aliases": [],
                "entry_id": _ID,
                "concept": _ID,
                "source": "memory-cards.md",
                "line": 111,
                "start": 11651,
                "end": 11765,
                "text": _QUOTE,
                "channels": {"lexical": 1, "dense": 1},
            }
        ],
    },
    "entries": {
        "total": 250,
        "start": 0,
        "entries": [
            {key: _ENTRY[key] for key in ("id", "term", "aliases", "concept", "source", "url")}
        ],
        "next": "/v1/entries?start=1&limit=1",
    },
    "entry": _ENTRY,
    "annotate": {
        "format": "text",
        "occurrences": [
            {"start": 0, "end": 7, "text": "Dropout", "name": "Dropout", "n": 1, "others": []}
        ],
        "citations": [_CITATION],
    },
    "verify": {
        "quote": "At prediction time all of them function.",
        "verdict": "altered",
        "holds": False,
        "summary": "altered: “function” stands for “work”: Dropout (memory-cards.md, line 111)",
        "attributed": "dropout",
        "start": 0,
        "end": 40,
        "marked": True,
        "citations": [
            {
                **_CITATION,
                "quote": "At prediction time all of them work.",
                "start": 11766,
                "end": 11802,
            }
        ],
        "differences": [
            {"kind": "changed", "said": "function", "held": "work", "start": 31, "end": 39}
        ],
    },
    "healthz": {"status": "ok"},
    "readyz": {
        "status": "ready",
        "index": {
            "version": "d2e48d969fdd",
            "created": "2026-11-21T15:54:44+00:00",
            "encoder": "glossator-MiniLM-L6-int8",
            "documents": 4,
            "entries": 250,
            "concepts": 210,
        },
    },
}
