"""What is counted: named as Prometheus asks, in a registry of its own."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Every metric of one process, passed to whoever counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.updates = self._counter("updates", "Updates stored, repeated, done or set aside.", "outcome")
        self.turn_seconds = self._histogram("turn_seconds", "From taking an update to its commit.")
        self.outbox_waiting = Gauge(
            "masante_outbox_waiting", "Messages that must leave.", ["queue"], registry=self.registry
        )
        self.alerts = Gauge(
            "masante_alerts", "Of a day, and those that stand.", ["state"], registry=self.registry
        )
        self.stops = Gauge(
            "masante_reminders_stopped", "Patients who did, in 30 days.", ["reason"], registry=self.registry
        )
        self.deliveries = self._counter("deliveries", "Sent, put off or given up.", "queue", "outcome")
        self.delivery_seconds = self._histogram("delivery_seconds", "One delivery on the wire.", "queue")
        self.ticker_runs = self._counter("ticker_runs", "What time brought.", "task", "outcome")

    def text(self) -> bytes:
        """Return all of it in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"masante_{name}", what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, *labels: str) -> Histogram:
        return Histogram(f"masante_{name}", what, labels, registry=self.registry, buckets=SECONDS)
