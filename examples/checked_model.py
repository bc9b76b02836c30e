"""Let a language model answer by quoting, and show nothing that isn't a true quote.

The model is any command that reads a prompt and writes a text:

    python examples/checked_model.py "what is dropout?" -- llm -m some-model
"""

import subprocess
import sys

from glossator.rag import CheckedAnswer, Glossator

TRIES = 3


def complaint(checked: CheckedAnswer) -> str:
    """Say what is wrong, for the model to mend."""
    if not checked.quotes:
        return "You quoted nothing. Quote the evidence word for word, with its ids."
    faults = "\n".join(f"- “{fault.quote}”: {fault.summary}" for fault in checked.faults)
    return f"These quotes don't hold. Quote word for word, with the id of the entry:\n{faults}"


def main() -> int:
    """Ask, check, and ask again with what was wrong."""
    if "--" not in sys.argv[2:]:
        print(__doc__, file=sys.stderr)
        return 2
    question, _, *command = sys.argv[1:]
    with Glossator.open() as glossary:
        grounding = glossary.grounding_prompt(question)
        prompt = str(grounding)
        for _ in range(TRIES):
            run = subprocess.run(command, input=prompt, capture_output=True, text=True, check=True)
            if not run.stdout.strip():
                continue
            checked = glossary.check_answer(run.stdout, cited=grounding.citations)
            if checked.holds:
                print(run.stdout, end="")
                return 0
            prompt = f"{grounding}\n\nYour last answer was:\n{run.stdout}\n{complaint(checked)}"
        print("The model didn't quote rightly. What the glossary itself says:", file=sys.stderr)
        print(glossary.ask(question).text)
    return 1


if __name__ == "__main__":
    sys.exit(main())
