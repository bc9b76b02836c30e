"""Fuzz every reader with atheris: coverage-guided inputs, held to what must hold of any reading.

    make fuzz                                               60 seconds each
    python -m tests.index.readers.fuzz --seconds 10 rst     ten seconds, one reader

What breaks a reader, or takes it longer than 20 seconds, is kept below ``finds/`` and read by
``test_every_reader.py`` ever after. The exit code is 1 if there was anything.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from glossator.eval.benchmarks.shapes import SHAPES, pack
from glossator.index.readers import READERS
from tests.index.readers.bad_inputs import members
from tests.index.readers.fuzz_edits import edited, placed

FINDS = Path(__file__).parent / "finds"
_ENTRIES = 4  # in what fuzzing starts from
_MAX_CHARS = 4_000
_SLOWEST_S = 20
_WORDS = 300
_PLAIN = 200
_MARK = re.compile(
    rb"</?[^<>]{1,60}>|\"[^\"\n]{1,20}\"|&\w+;|\n[ \t]+|\w+:{1,2}(?=\s)|[^\w\s<>\"]{2,8}"
)


def main() -> int:
    """Fuzz the readers that are named; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("readers", nargs="*", metavar="READER", help="by default all of them")
    parser.add_argument("--seconds", type=int, default=60, help="for each (default 60)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    unknown = sorted(set(given.readers) - set(READERS))
    if unknown:
        parser.error(f"no reader {unknown[0]!r}; expected one of: {', '.join(READERS)}")
    found = [fuzz(name, given.seconds, given.seed) for name in given.readers or READERS]
    print(f"{len(found)} readers, {sum(found)} finds", flush=True)
    return 1 if any(found) else 0


def fuzz(name: str, seconds: int, seed: int) -> int:
    """Fuzz one reader in a process of its own; return how many inputs broke it."""
    with tempfile.TemporaryDirectory() as work:
        corpus, artifacts = Path(work, "corpus"), Path(work, "artifacts")
        corpus.mkdir()
        artifacts.mkdir()
        starts = list(seeds(name))
        for at, start in enumerate(starts):
            (corpus / f"{at}").write_bytes(start)
        words = Path(work, "words")
        words.write_text("".join(f'"{word}"\n' for word in dictionary(starts)) or "# none\n")
        command = [
            *(sys.executable, "-m", "tests.index.readers.fuzz_child", name, str(corpus)),
            f"-artifact_prefix={artifacts}/",
            f"-dict={words}",
            f"-max_total_time={seconds}",
            f"-timeout={_SLOWEST_S}",
            f"-max_len={_MAX_CHARS}",
            f"-seed={seed}",
            "-rss_limit_mb=4096",
        ]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
        broken = sorted(artifacts.iterdir())
        for place in broken:
            _keep(name, place)
        lines = run.stderr.splitlines()
        told = [line for line in lines if "cov: " in line or line.startswith("Done ")]
        print(f"{name}: {'; '.join(told[-2:]) or 'no input was run'}", flush=True)
        if broken or run.returncode:
            said = [line for line in lines if not line.startswith("INFO: ")]
            print("\n".join([*run.stdout.splitlines(), *said][-40:]), flush=True)
    return max(len(broken), int(run.returncode != 0))


def seeds(name: str) -> Iterator[bytes]:
    """Yield what fuzzing starts from: the reader's shapes, and what was found before."""
    places = _places(name)
    for at, (_, text) in enumerate(places):
        yield bytes([2 * at]) + text
        yield bytes([2 * at + 1]) + bytes(range(30))
    mark = bytes([_PLAIN]) if places else b""
    for shape in SHAPES.values():
        made = shape.make(_ENTRIES)
        if shape.reader == name and not made.startswith((b"PK", b"<?xml")):
            yield mark + made
    if name == "pdf":
        yield bytes(range(250)) * 4
    for place in sorted((FINDS / name).glob("*.bin")):
        found = place.read_bytes()
        if not found.startswith(b"PK"):
            yield mark + found[:_MAX_CHARS]


def _places(name: str) -> list[tuple[Callable[[bytes], bytes], bytes]]:
    """Return what of a reader's shapes is XML: how to make a file of other XML, and the XML."""
    found: list[tuple[Callable[[bytes], bytes], bytes]] = []
    for shape in SHAPES.values():
        made = shape.make(_ENTRIES)
        if shape.reader == name and made.startswith(b"PK"):
            files = members(made)
            found += [
                (partial(_repacked, files, part), text.encode())
                for part, text in files.items()
                if text.startswith("<?xml")
            ]
        elif shape.reader == name and made.startswith(b"<?xml"):
            found.append((bytes, made))
    return found


def _repacked(files: dict[str, str], part: str, text: bytes) -> bytes:
    return pack({**files, part: text.decode("utf-8", "replace")})


def dictionary(starts: Iterable[bytes]) -> list[str]:
    """Return the marks and tags of seeds, escaped: whole ones teach more than single bytes."""
    found = {mark: None for start in starts for mark in _MARK.findall(start)}
    escaped = ["".join(f"\\x{byte:02x}" for byte in mark) for mark in [*found][:_WORDS]]
    return [word for word in escaped if word]


def packer(name: str) -> Callable[[bytes], bytes]:
    """Return what makes a file of fuzzed bytes.

    Where a reader reads XML or packages of it, the first byte chooses a place in one of its
    shapes; the others are what stands there (if it is even), or edits to what stands there. From
    :data:`_PLAIN` on they are the file. Of PDF they are what stands on its pages, where they don't
    begin as a file does.
    """
    if name == "pdf":
        return placed
    places = _places(name)
    if not places:
        return bytes

    def make(data: bytes) -> bytes:
        choice = data[0] if data else 0
        if choice >= _PLAIN:
            return data[1:]
        write, text = places[choice // 2 % len(places)]
        return write(edited(text.decode(), data[1:]).encode() if choice % 2 else data[1:])

    return make


def _keep(name: str, place: Path) -> None:
    data = packer(name)(place.read_bytes())
    kept = FINDS / name / f"{hashlib.sha256(data).hexdigest()[:12]}.bin"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    print(f"{name}: kept {kept.relative_to(Path.cwd())}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
