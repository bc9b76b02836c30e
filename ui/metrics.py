"""What a server did, for Prometheus: requests, answers, and the index that is asked.

The only module that imports prometheus_client. Nothing of what anyone asked is in it.
"""

from collections.abc import Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from ..rag.live import Live, mark_of
from .workers import Workers

__all__ = ["KIND", "Metrics"]

KIND = CONTENT_TYPE_PLAIN_0_0_4
_BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS = frozenset({"GET", "POST", "OPTIONS", "HEAD", "DELETE", "PUT", "PATCH"})


class Metrics:
    """Counts what one server does; several may run in a process.

    Args:
        live: lends the index.
        workers: the threads that answer.
    """

    def __init__(self, live: Live, workers: Workers) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "glossator_http_requests",
            "Requests to the parts that programs ask.",
            ("path", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "glossator_http_request_seconds",
            "Seconds from a request to the end of its answer.",
            ("path",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._answers = Counter(
            "glossator_answers",
            "Questions answered, and abstentions by their reason.",
            ("outcome",),
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        self._registry.register(_State(live, workers))

    def saw(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count a request.

        Args:
            path: as OpenAPI names it, so that there are few.
            method: anything.
            status: what was answered.
            seconds: how long that took.
        """
        known = method if method in _METHODS else "other"
        self._requests.labels(path, known, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def answered(self, reason: str | None) -> None:
        """Count a question: ``None`` if it was answered, else the abstention's reason."""
        self._answers.labels(reason or "answered").inc()

    def text(self) -> bytes:
        """Return all of it in Prometheus's text format."""
        return generate_latest(self._registry)


class _State(Collector):
    """What holds at the moment of asking."""

    def __init__(self, live: Live, workers: Workers) -> None:
        self._live, self._workers = live, workers

    def collect(self) -> Iterable[Metric]:
        """Yield the figures."""
        with self._live.lending() as glossary:
            manifest, mark = glossary.index.manifest, mark_of(glossary)
        counts = manifest.counts
        waiting = self._workers.now
        created = datetime.fromisoformat(manifest.created).timestamp()
        yield GaugeMetricFamily(
            "glossator_work", "Requests that are worked on or wait for a thread.", waiting
        )
        for name, value in (
            ("documents", counts.documents),
            ("entries", counts.entries),
            ("concepts", counts.concepts),
        ):
            yield GaugeMetricFamily(f"glossator_index_{name}", f"How many {name}.", value)
        yield GaugeMetricFamily(
            "glossator_index_created_timestamp_seconds", "When the index was built.", created
        )
        info = GaugeMetricFamily(
            "glossator_index_info", "The version that is asked.", labels=("version", "encoder")
        )
        info.add_metric((mark[:12], manifest.encoder.name), 1)
        yield info
