"""Ask the HTTP API with the standard library alone: a batch, tried again when it is busy.

glossator serve &
python examples/http_client.py http://127.0.0.1:7860 "what is dropout?" "what is an epoch?"
"""

import json
import sys
import time
import urllib.error
import urllib.request
from typing import Any

TRIES = 5


def post(url: str, value: object) -> Any:
    """Send JSON and return JSON; an error says what the server says of it."""
    request = urllib.request.Request(
        url, json.dumps(value).encode(), {"content-type": "application/json"}
    )
    for tried in range(1, TRIES + 1):
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            if error.code in (429, 502, 503) and tried < TRIES:  # busy, or about to end
                time.sleep(float(error.headers.get("retry-after", "1")))
                continue
            problem = json.load(error)  # RFC 9457
            raise SystemExit(f"{problem['title']}: {problem.get('detail', '')}") from None
    raise AssertionError


def main() -> int:
    """Print each answer; 1 where one has none."""
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    server, *questions = sys.argv[1:]
    batch = {"questions": [{"question": question} for question in questions]}
    answers = post(f"{server}/v1/ask/batch", batch)["answers"]
    for answer in answers:
        print(answer["question"])
        for cited in answer["citations"]:
            print(f"  “{cited['quote']}” — {cited['source']}, line {cited['line']}")
        if not answer["answered"]:
            print(f"  {answer['text']}")
    return 0 if all(answer["answered"] for answer in answers) else 1


if __name__ == "__main__":
    sys.exit(main())
