"""Keep one ``glossator ask -`` running, and ask it line by line: any language can do the same.

python examples/coprocess.py "what is dropout?" "and who introduced it?"
"""

import json
import subprocess
import sys


def main() -> int:
    """Ask each question with those before it."""
    asked: list[str] = []
    command = ["glossator", "ask", "-", "--quiet"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as glossator:
        assert glossator.stdin is not None
        assert glossator.stdout is not None
        for question in sys.argv[1:]:
            glossator.stdin.write(json.dumps({"question": question, "history": asked}) + "\n")
            glossator.stdin.flush()
            answer = json.loads(glossator.stdout.readline())
            print(question)
            print("  " + answer["text"].replace("\n", "\n  "))
            asked.append(question)
        glossator.stdin.close()
    return glossator.returncode


if __name__ == "__main__":
    sys.exit(main())
