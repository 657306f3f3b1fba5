"""A real S3 server for tests (moto's, over HTTP), and one before it that fails as it is told."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import pytest

SECRET = "a-secret-that-opens-nothing"
NAMES = (f"masante-{n}" for n in count())
SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"


@contextmanager
def s3_server() -> Iterator[str]:
    """Yield the address of a server that holds buckets in memory."""
    from moto.server import ThreadedMotoServer  # what most runs of tests need not wait for

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


class S3:
    """A bucket of its own for one test, and what an attacker or the time may do to it."""

    def __init__(self, server: str, patch: pytest.MonkeyPatch) -> None:
        self.server, self._patch = server, patch
        for variable, value in {"AWS_ACCESS_KEY_ID": "fictive", "AWS_SECRET_ACCESS_KEY": SECRET,
                                "AWS_REGION": "eu-west-3", "AWS_ENDPOINT_URL_S3": server,
                                "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "127.0.0.1"}.items():  # fmt: skip
            patch.setenv(variable, value)
        self.bucket = next(NAMES)
        self.url = f"s3://{self.bucket}/files"
        self._client = _client(server)
        self._client.create_bucket(
            Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
        )

    def through(self, server: str) -> None:
        """Have whoever opens the bucket from now on go by another server."""
        self._patch.setenv("AWS_ENDPOINT_URL_S3", server)

    def raw(self, name: str) -> bytes:
        return bytes(self._client.get_object(Bucket=self.bucket, Key=f"files/{name}")["Body"].read())

    def overwrite(self, name: str, content: bytes) -> None:
        self._client.put_object(Bucket=self.bucket, Key=f"files/{name}", Body=content)

    def remove(self, name: str) -> None:
        self._client.delete_object(Bucket=self.bucket, Key=f"files/{name}")

    def stray(self, key: str) -> None:
        """Put something else into the bucket."""
        self._client.put_object(Bucket=self.bucket, Key=key, Body=b"not ours")

    def keys(self) -> list[str]:
        found = self._client.list_objects_v2(Bucket=self.bucket)
        return [one["Key"] for one in found.get("Contents", ())]

    def grow_old(self, *names: str) -> None:
        """Make objects as if written two hours ago."""
        from moto.core import DEFAULT_ACCOUNT_ID
        from moto.s3.models import s3_backends

        kept = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[self.bucket].keys
        for name in names:
            kept[f"files/{name}"].last_modified -= timedelta(hours=2)


@cache
def _client(server: str) -> Any:
    import boto3

    return boto3.client("s3", endpoint_url=server)


class Faulty:
    """Goes between a client and an S3 server: `faults` holds what goes wrong with the next requests, in order.

    `busy`: 503; `half`: an answer that ends in the middle; `hang`: none until the test is over; `well`: nothing.
    """

    def __init__(self, behind: str) -> None:
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.over = threading.Event()
        self.behind = urlsplit(behind)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()


def _handler(faulty: Faulty) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            faulty.asked.append(self.command)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fault = faulty.faults.pop(0) if faulty.faults else "well"
            if fault == "hang":
                faulty.over.wait()
                self.close_connection = True
            elif fault == "busy":
                self.answer(503, {"Content-Type": "application/xml"}, SLOW_DOWN)
            else:
                self.answer(*_asked_behind(faulty, self, body), half=fault == "half")

        def answer(self, status: int, headers: dict[str, str], body: bytes, half: bool = False) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if self.command != "HEAD":
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body[: len(body) // 2] if half else body)
            self.close_connection = self.close_connection or half

        def log_message(self, *said: Any) -> None:
            """Say nothing."""

        do_GET = do_PUT = do_HEAD = do_DELETE = forward  # noqa: N815  http.server looks for these

    return Handler


def _asked_behind(
    faulty: Faulty, asked: BaseHTTPRequestHandler, body: bytes
) -> tuple[int, dict[str, str], bytes]:
    behind = http.client.HTTPConnection(faulty.behind.netloc)
    headers = {name: value for name, value in asked.headers.items() if name.lower() != "expect"}
    behind.request(asked.command, asked.path, body, headers)
    answer = behind.getresponse()
    content = answer.read()
    behind.close()
    own = ("content-length", "connection", "transfer-encoding", "server", "date")
    kept = {name: value for name, value in answer.getheaders() if name.lower() not in own}
    if asked.command == "HEAD" and (size := answer.getheader("Content-Length")):
        kept["Content-Length"] = size
    return answer.status, kept, content
