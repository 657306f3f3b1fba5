"""What is counted: named as Prometheus asks, in a registry of its own."""

from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from portal.migrations import HEAD

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
SHORT = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """Every metric of one process, passed to whoever counts; docs/operations.md tells what each means."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._counted()
        self._measured()
        self._looked_up()
        build = self._gauge("build_info", "Always 1: which version runs.", "version", "schema")
        build.labels(version("masante-bot"), HEAD).set(1)

    def _counted(self) -> None:
        self.updates = self._counter("updates", "Updates stored, repeated, done or set aside.", "outcome")
        self.deliveries = self._counter("deliveries", "Sent, put off or given up.", "queue", "outcome")
        self.delays = self._counter("delivery_delays", "Deliveries put off, by why.", "queue", "reason")
        self.delay_seconds = self._counter(
            "delivery_delay_seconds", "For how long they were put off, all together.", "queue", "reason"
        )
        self.scans = self._counter("scans", "Files shown to the virus scanner.", "outcome")
        self.conflicts = self._counter("telegram_conflicts", "Telegram said that another process polls.")
        self.ticker_runs = self._counter("ticker_runs", "What time brought.", "task", "outcome")

    def _measured(self) -> None:
        self.turn_seconds = self._histogram("turn_seconds", "From taking an update to its commit.", SECONDS)
        self.delivery_seconds = self._histogram(
            "delivery_seconds", "One delivery on the wire.", SECONDS, "queue"
        )
        self.commit_seconds = self._histogram(
            "commit_seconds", "One transaction, of one unit of work or of several that share it.", SHORT
        )

    def _looked_up(self) -> None:
        self.inbox_waiting = self._gauge("inbox_waiting", "Updates stored and not yet worked through.")
        self.inbox_oldest = self._gauge("inbox_oldest_seconds", "How long the oldest of them has waited.")
        self.inbox_aside = self._gauge("inbox_aside", "Updates that failed three times, kept sealed.")
        self.outbox_waiting = self._gauge("outbox_waiting", "Messages that must leave.", "queue")
        self.outbox_oldest = self._gauge(
            "outbox_oldest_seconds", "For how long the oldest of them has been due.", "queue"
        )
        self.bulk_booked = self._gauge(
            "bulk_booked_seconds", "How far ahead the pace of reminders is booked."
        )
        self.work_waiting = self._gauge("work_waiting", "Units of work that wait for a thread.")
        self.database_up = self._gauge("database_up", "1 when the database answered this scrape.")
        self.database_bytes = self._gauge("database_bytes", "Size of the database.")
        self.disk_free = self._gauge("disk_free_bytes", "Room left where it is written.", "place")
        self.last_round = self._gauge(
            "ticker_last_round_timestamp_seconds", "When a task last ended well.", "task"
        )
        self.mode = self._gauge("mode", "1 for the mode in force: normal, drain or read-only.", "mode")
        self.webhook_ours = self._gauge("webhook_ours", "1 when updates go to this bot's address.")
        self.webhook_pending = self._gauge("webhook_pending_updates", "What Telegram keeps for us.")
        self.webhook_error = self._gauge(
            "webhook_last_error_timestamp_seconds", "When Telegram last failed to reach us; 0: never."
        )
        for single in (self.webhook_ours, self.webhook_pending, self.webhook_error):
            single.set(float("nan"))  # by polling there is none
        self.alerts = self._gauge("alerts", "Of a day, and those that stand.", "state")
        self.stops = self._gauge(
            "reminders_stopped", "Patients who did, in 30 days; fewer than three are not told.", "reason"
        )

    def text(self) -> bytes:
        """Return all of it in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"masante_{name}", what, labels, registry=self.registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(f"masante_{name}", what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, bounds: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"masante_{name}", what, labels, registry=self.registry, buckets=bounds)
