"""What a server offers beside answers, and to whom: glossaries of one's own, feedback, accounts."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..rag.live import Live
from .accounts import Accounts, Sessions
from .desk import Desk
from .feedback import Feedback
from .gate import Access
from .guard import MAX_BODY_BYTES, Guard
from .limits import Limiter
from .signin import SignIn
from .uploads import Limits, Uploads

__all__ = ["Offer", "access_of", "behind", "desk_of"]

App = Callable[
    [
        MutableMapping[str, Any],
        Callable[[], Awaitable[MutableMapping[str, Any]]],
        Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ],
    Awaitable[None],
]
#: The endpoints of ui/desk.py.
_DESK = ("state", "draft", "add", "drop", "switch", "remove", "forget", "feedback")


@dataclass(frozen=True, slots=True)
class Offer:
    """The options of ``serve`` that open something, or close it.

    Attributes:
        store: a folder that keeps what users bring; ``None`` for memory.
        feedback: a file for verdicts; ``None`` where none are wanted.
        accounts: passwords by name; empty where everyone may come in.
        names: host names under which the page may be asked besides the one it listens on.
        limits: of what users bring.
        origins: of other sites whose pages may ask the HTTP API; ``"*"`` for any.
        token: what programs have to send; ``""`` where they need none.
    """

    store: Path | None = None
    feedback: Path | None = None
    accounts: Mapping[str, str] = field(default_factory=dict, repr=False)
    names: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
    origins: frozenset[str] = frozenset()
    token: str = field(default="", repr=False)


@contextmanager
def desk_of(live: Live, offer: Offer) -> Iterator[Desk]:
    """Open the desk of a server.

    Raises:
        InputError: if the folder or the file can't be used.
    """
    feedback = Feedback(offer.feedback) if offer.feedback is not None else None
    uploads = Uploads(live, offer.store, offer.limits)
    live.tell(lambda _: uploads.renew())
    try:
        yield Desk(uploads, feedback)
    finally:
        live.tell(lambda _: None)
        uploads.close()


def access_of(offer: Offer, hosts: frozenset[str], sessions: Sessions) -> Access:
    """Return who may ask the parts of a server beside its page.

    Args:
        offer: says whether a token is needed, or to sign in.
        hosts: names under which it may be asked; empty for any.
        sessions: of those who are signed in.
    """
    return Access(hosts, offer.origins, offer.token, sessions if offer.accounts else None)


def behind(app: App, hosts: frozenset[str], offer: Offer, sessions: Sessions | None = None) -> App:
    """Put an application behind the guard, the limits and the form to sign in.

    Args:
        app: the page, its API and the desk.
        hosts: names under which it may be asked; empty for any.
        offer: says whether one has to sign in, and how large a file may be.
        sessions: remembers who is signed in.
    """
    passes = dict.fromkeys((f"/desk/{name}" for name in _DESK), MAX_BODY_BYTES)
    passes["/desk/read"] = offer.limits.file_bytes + 1  # the desk says what is too large
    if offer.accounts:
        app = SignIn(app, Accounts(offer.accounts), sessions)
        passes |= dict.fromkeys(("/login", "/logout"), 8192)
    return Limiter(Guard(app, hosts, passes))
