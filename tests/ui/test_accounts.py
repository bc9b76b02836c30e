"""Accounts: password files, guesses that are slowed down, sessions that end."""

from pathlib import Path

import pytest

from glossator.index.errors import InputError
from glossator.ui.accounts import Accounts, Guesses, Sessions, read_accounts


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def secret(folder: Path, text: str | bytes = "a long password\n", mode: int = 0o600) -> Path:
    path = folder / "secret"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return path


def test_a_password_is_the_line_of_its_file(tmp_path: Path) -> None:
    assert read_accounts([f"ann:{secret(tmp_path)}"]) == {"ann": "a long password"}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(InputError, match=rf"ann:….*mode {mode:o}.*chmod 600"):
        read_accounts([f"ann:{secret(tmp_path, mode=mode)}"])


@pytest.mark.parametrize(
    "text",
    ["", "\n", "short", "two lines of\nit here", b"\xff\xfe not utf-8", "x" * 5000, "a\0" * 9],
)
def test_a_file_without_one_long_line_is_refused(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(InputError, match="expected one line of UTF-8 with 10 characters"):
        read_accounts([f"ann:{secret(tmp_path, text)}"])


def test_a_password_given_instead_of_a_file_is_not_repeated(tmp_path: Path) -> None:
    for option in ("ann:hunter2-hunter2", "ann:hunter2\0", f"ann:{tmp_path}"):
        with pytest.raises(InputError) as raised:
            read_accounts([option])
        assert "hunter2" not in str(raised.value)
        assert str(tmp_path) not in str(raised.value)


@pytest.mark.parametrize(
    "option", ["ann", "ann:", ":file", "a b:file", "a\nb:file", "é" * 65 + ":x"]
)
def test_what_is_no_user_and_file_is_refused(option: str) -> None:
    with pytest.raises(InputError, match="expected USER:PASSWORD_FILE"):
        read_accounts([option])


def test_a_user_stands_once(tmp_path: Path) -> None:
    option = f"ann:{secret(tmp_path)}"
    with pytest.raises(InputError, match="stands twice"):
        read_accounts([option, option])


def test_only_the_right_pair_holds() -> None:
    accounts = Accounts({"ann": "one password", "bob": "other password"})
    assert accounts.holds("ann", "one password")
    assert not accounts.holds("ann", "other password")
    assert not accounts.holds("eve", "one password")
    assert not accounts.holds("eve", "")
    assert not accounts.holds("ann", "one password\ud800")
    assert "one password" not in str(vars(accounts))


def test_wrong_passwords_make_the_next_wait_twice_as_long() -> None:
    clock = Clock()
    guesses = Guesses(free=3, clock=clock)
    waits = []
    for _ in range(7):
        clock.now += guesses.wait_s("10.0.0.1")
        guesses.wrong("10.0.0.1")
        waits.append(guesses.wait_s("10.0.0.1"))
    assert waits == [0, 0, 1, 2, 4, 8, 16]
    assert guesses.wait_s("10.0.0.2") == 0
    guesses.right("10.0.0.1")
    assert guesses.wait_s("10.0.0.1") == 0


def test_one_ipv6_network_is_one_guesser() -> None:
    guesses = Guesses(free=1, clock=Clock())
    guesses.wrong("2001:db8::1")
    assert guesses.wait_s("2001:db8::ffff") == 1
    assert guesses.wait_s("2001:db8:0:1::1") == 0


def test_guesses_from_everywhere_close_the_form_until_they_are_old() -> None:
    clock = Clock()
    guesses = Guesses(most=20, window_s=60, clock=clock)
    for last in range(20):
        guesses.wrong(f"10.0.0.{last}")
    assert guesses.wait_s("192.0.2.1") == 60
    clock.now = 61
    assert guesses.wait_s("192.0.2.1") == 0
    assert len(guesses._wrong) == 0


def test_a_session_ends_by_time_by_hand_and_by_number() -> None:
    clock = Clock()
    sessions = Sessions(lasts_s=10, most=2, clock=clock)
    first = sessions.begin("ann")
    assert sessions.user(first) == "ann"
    assert sessions.user(first + "x") is sessions.user(None) is None
    assert first not in str(vars(sessions))
    second, third = sessions.begin("bob"), sessions.begin("bob")
    assert [sessions.user(one) for one in (first, second, third)] == [None, "bob", "bob"]
    sessions.end(second)
    assert sessions.user(second) is None
    clock.now = 10
    assert sessions.user(third) is None
