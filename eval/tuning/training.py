"""Tunes a sentence-transformers model on pairs: the one module that trains.

The loss is the cross entropy of the right passage among all passages of the batch
(multiple negatives ranking, Henderson et al. 2017), both ways; passages of the same entry are
left out of the sum. Tuned weights drift from what the model knew, so they are averaged
with the ones before tuning (Wortsman et al. 2022, "WiSE-FT", arXiv:2109.01903).
"""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from .pairs import Pair

__all__ = ["Plan", "TunedModel", "mix", "tune"]

_Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a model is tuned.

    Attributes:
        batch: pairs a step.
        rate: how far a step goes at most; that rises over the first tenth and falls to nothing.
        scale: what cosines are multiplied by before the softmax (1 / temperature).
        max_tokens: longer texts are cut, in training only.
        headless: share of passages that are shown without their term.
        seed: of everything that is drawn.
    """

    batch: int = 64
    rate: float = 5e-5
    scale: float = 20.0
    max_tokens: int = 80
    headless: float = 0.15
    seed: int = 1


class TunedModel:
    """A model that can be trained, saved, and asked for vectors."""

    def __init__(self, weights: Path) -> None:
        self.model = SentenceTransformer(str(weights), device="cpu")

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, shape ``(n, dim)``."""
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            rows = self.model.encode(
                list(texts), batch_size=64, show_progress_bar=False, normalize_embeddings=True
            )
        return np.asarray(rows, np.float32)

    @property
    def vocabulary(self) -> int:
        """How many tokens there are."""
        return len(self.model.tokenizer)

    def tokens(self, ids: Iterable[int]) -> list[str]:
        """Return tokens as text."""
        return [self.model.tokenizer.decode([one]) for one in ids]

    def token_ids(self, text: str) -> list[int]:
        """Return the ids of a text's tokens, at least one."""
        return self.model.tokenizer.encode(text, add_special_tokens=False) or [0]

    def save(self, folder: Path) -> None:
        """Write the model as sentence-transformers reads it."""
        self.model.save(str(folder), create_model_card=False)


def tune(model: TunedModel, pairs: Sequence[Pair], plan: Plan, say: _Say = print) -> None:
    """Train a model in place, once through the pairs.

    Batches hold pairs of one glossary where there are enough, so that negatives are of one field.
    """
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    net = model.model
    net.train()
    batches = _batches(pairs, plan.batch, chance)
    decay = [p for p in net.parameters() if p.ndim > 1]
    plain = [p for p in net.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decay, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}], plan.rate
    )
    warm = max(1, len(batches) // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / warm, (len(batches) - step) / (len(batches) - warm + 1)),
    )
    started, losses = time.monotonic(), []
    for step, batch in enumerate(batches, 1):
        loss = _loss(net, batch, plan, chance)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if step % 50 == 0 or step == len(batches):
            pace = (time.monotonic() - started) / step
            say(
                f"step {step}/{len(batches)}: loss {np.mean(losses[-50:]):.3f}, {pace:.2f} s a step"
            )
    net.eval()


def mix(model: TunedModel, before: TunedModel, share: float) -> None:
    """Set weights to ``share`` of the tuned ones and the rest of those before tuning."""
    old = before.model.state_dict()
    new = {
        name: torch.lerp(old[name], value, share) if value.is_floating_point() else value
        for name, value in model.model.state_dict().items()
    }
    model.model.load_state_dict(new)


def _batches(pairs: Sequence[Pair], size: int, chance: random.Random) -> list[list[Pair]]:
    """Cut pairs, shuffled, into batches of one pool each; what is left over is mixed."""
    pools: dict[str, list[Pair]] = {}
    for pair in pairs:
        pools.setdefault(pair.pool, []).append(pair)
    batches, rest = [], []
    for pool in pools.values():
        chance.shuffle(pool)
        whole = len(pool) - len(pool) % size
        batches += [pool[at : at + size] for at in range(0, whole, size)]
        rest += pool[whole:]
    chance.shuffle(rest)
    batches += [rest[at : at + size] for at in range(0, len(rest), size)]
    chance.shuffle(batches)
    return batches


def _loss(net: Any, batch: Sequence[Pair], plan: Plan, chance: random.Random) -> Any:
    concepts = [pair.concept for pair in batch]
    passages = [pair.positive for pair in batch] + [n for pair in batch for n in pair.negatives]
    passages = [
        text.split(" — ", 1)[1] if " — " in text and chance.random() < plan.headless else text
        for text in passages
    ]
    questions = _vectors(net, [pair.anchor for pair in batch], plan.max_tokens)
    answers = _vectors(net, passages, plan.max_tokens)
    scores = plan.scale * questions @ answers.T
    right = torch.arange(len(batch))
    same = torch.tensor([[one == other for other in concepts] for one in concepts])
    same.fill_diagonal_(False)
    n = len(batch)
    forth = scores.clone()
    forth[:, :n] = forth[:, :n].masked_fill(same, -1e4)
    back = scores[:, :n].T.masked_fill(same, -1e4)
    ranked = torch.nn.functional.cross_entropy
    return ranked(forth, right) + 0.5 * ranked(back, right)


def _vectors(net: Any, texts: Sequence[str], max_tokens: int) -> Any:
    net.max_seq_length = max_tokens
    features = net.preprocess(list(texts))
    net.max_seq_length = 256
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = net(features)["sentence_embedding"]
    return torch.nn.functional.normalize(found.float(), dim=-1)
