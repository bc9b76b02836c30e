"""Names with passwords in files, how often they may be guessed, and who is signed in."""

import hmac
import os
import re
import secrets
import stat
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from ..index.errors import InputError
from .limits import network

__all__ = ["Accounts", "Guesses", "Sessions", "read_accounts", "read_token"]

LEAST_CHARS = 10
_MOST_BYTES = 4096
_USER = re.compile(r"[\w.@+-]{1,64}")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]+")


def read_accounts(options: Iterable[str]) -> dict[str, str]:
    """Read the passwords of ``--auth USER:PASSWORD_FILE`` options.

    What follows the colon is never repeated in a message: it may be a password, by mistake.

    Raises:
        InputError: if a name is odd or stands twice, or a file can't be used: missing, readable
            by others, not one line, or too short.
    """
    accounts: dict[str, str] = {}
    for option in options:
        user, colon, place = option.partition(":")
        if not colon or not _USER.fullmatch(user) or not place:
            raise InputError(
                "--auth: expected USER:PASSWORD_FILE, the user of letters, digits and . @ + - _, "
                "and the name of a file that holds the password"
            )
        if user in accounts:
            raise InputError(f"--auth {user}:…: this user stands twice. Name each once.")
        accounts[user] = _password(user, Path(place))
    return accounts


def read_token(path: Path) -> str:
    """Read the token of ``--token FILE``.

    Raises:
        InputError: if the file can't be used: missing, readable by others, or not one line that
            fits in a header.
    """
    token = _secret("--token", "token", path)
    if not _TOKEN.fullmatch(token):
        raise InputError(
            "--token: expected letters, digits and . _ ~ + / - = alone, such as 'openssl rand -hex "
            "32' prints."
        )
    return token


def _password(user: str, path: Path) -> str:
    return _secret(f"--auth {user}:…", "password", path)


def _secret(where: str, what: str, path: Path) -> str:
    """Read a secret from a file that is its owner's alone; the file's name is never repeated."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            raw = file.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        raise InputError(
            f"{where}: the {what} file can't be read ({reason}). Expected the name of a file that "
            f"holds the {what}, never the {what} itself."
        ) from None
    if not stat.S_ISREG(status.st_mode) or (os.name == "posix" and status.st_mode & 0o077):
        raise InputError(
            f"{where}: others may read the {what} file (mode {status.st_mode & 0o777:o}). "
            "Expected a file of yours alone: chmod 600 it."
        )
    try:
        secret = raw.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        secret = ""
    if not LEAST_CHARS <= len(secret) <= 1_000 or not secret.isprintable():
        raise InputError(
            f"{where}: expected one line of UTF-8 with {LEAST_CHARS} characters or more in the "
            f"{what} file."
        )
    return secret


class Accounts:
    """Names and passwords. What is compared are digests under a random key: equally long ones.

    Args:
        passwords: by name.
    """

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self._key = secrets.token_bytes(32)
        self._digests = {user: self._digest(password) for user, password in passwords.items()}
        self._nobody = secrets.token_bytes(32)

    def holds(self, user: str, password: str) -> bool:
        """Tell whether a password is right, in the same time whether the name exists or not."""
        expected = self._digests.get(user, self._nobody)
        return hmac.compare_digest(expected, self._digest(password))

    def _digest(self, password: str) -> bytes:
        return hmac.digest(self._key, password.encode("utf-8", "replace"), "sha256")


class Guesses:
    """Counts wrong passwords, by address and in all, and says how long to wait.

    After ``free`` of them within ``window_s`` each further try from the same network has to wait,
    twice as long each time; ``most`` from everywhere together close the form for all.
    """

    def __init__(
        self,
        free: int = 5,
        most: int = 100,
        window_s: float = 900.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._free, self._most, self._window_s = free, most, window_s
        self._clock = clock
        self._guard = threading.Lock()
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()

    def wait_s(self, address: str) -> float:
        """Return for how long no password from an address is looked at; 0 if it is."""
        now = self._clock()
        with self._guard:
            self._forget(now)
            mine = self._wrong.get(network(address), [])
            every = [at for times in self._wrong.values() for at in times]
            if len(every) >= self._most:
                return min(every) + self._window_s - now
            if len(mine) < self._free:
                return 0.0
            pause = min(self._window_s, 2.0 ** (len(mine) - self._free))
            return max(0.0, mine[-1] + pause - now)

    def wrong(self, address: str) -> None:
        """Note a wrong password."""
        with self._guard:
            self._wrong.setdefault(network(address), []).append(self._clock())

    def right(self, address: str) -> None:
        """Forget an address's wrong ones."""
        with self._guard:
            self._wrong.pop(network(address), None)

    def _forget(self, now: float) -> None:
        for place, times in tuple(self._wrong.items()):
            kept = [at for at in times if now - at < self._window_s]
            if kept:
                self._wrong[place] = kept
            else:
                del self._wrong[place]


class Sessions:
    """Who is signed in, by the digest of a random cookie; the oldest end where there are many."""

    def __init__(
        self,
        lasts_s: float = 12 * 3_600.0,
        most: int = 2_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lasts_s, self._most, self._clock = lasts_s, most, clock
        self._guard = threading.Lock()
        self._held: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def begin(self, user: str) -> str:
        """Return the cookie of a new session."""
        token = secrets.token_urlsafe(32)
        with self._guard:
            self._held[_digest(token)] = user, self._clock() + self._lasts_s
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return token

    def user(self, token: str | None) -> str | None:
        """Return who a cookie stands for, or ``None``."""
        if token is None:
            return None
        with self._guard:
            user, ends = self._held.get(_digest(token), ("", 0.0))
            return user if user and self._clock() < ends else None

    def end(self, token: str | None) -> None:
        """End a session."""
        with self._guard:
            self._held.pop(_digest(token or ""), None)


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
