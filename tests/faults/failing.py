"""A bucket on a real S3 server, and what stands before it and fails when it is told to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.buckets import S3, SECRET, Faulty, s3_server


class FailingBucket:
    """How the bots are told of it, and how it fails: 503 to everything, or no answer."""

    def __init__(self, faulty: Faulty, url: str) -> None:
        self._faulty = faulty
        self.settings = {
            "MASANTE_VAULT_URL": url,
            "AWS_ACCESS_KEY_ID": "fictive",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": "eu-west-3",
            "AWS_ENDPOINT_URL_S3": faulty.url,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1",
        }

    def fail(self, how: str) -> None:
        """Fail each request from now on: `busy` or `hang`."""
        self._faulty.faults = [how] * 100_000

    def recover(self) -> None:
        """Answer again; whoever was not answered is let go."""
        self._faulty.faults = []
        self._faulty.over.set()
        self._faulty.over = threading.Event()


@contextmanager
def failing_bucket() -> Iterator[FailingBucket]:
    """Yield a bucket that can fail."""
    with s3_server() as server, pytest.MonkeyPatch.context() as patch:
        faulty = Faulty(server)
        try:
            yield FailingBucket(faulty, S3(server, patch).url)
        finally:
            faulty.over.set()
            faulty.close()
