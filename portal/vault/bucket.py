"""Shelves in a bucket of S3, or of whatever speaks as it does; endpoint and credentials are what boto3 finds by itself."""

import base64
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    InvalidRegionError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
)

from portal.vault.shelves import PIECE, BlobMissing, VaultClosed, VaultDown

# Seconds; with the tries, a person is told within some twenty that her file is not kept.
CONNECT, READ = 3.0, 5.0
TRIES = 3  # boto3 waits up to a second before the second, up to two before the third
AT_ONCE = 16  # connections kept open
OURS = re.compile("[0-9a-f]{32}")  # what else stands in the bucket is none of our business, and never swept

CLOSED = {
    "404": "there is no such bucket",
    "NoSuchBucket": "there is no such bucket",
    "403": "access is denied",
    "AccessDenied": "access is denied",
    "InvalidAccessKeyId": "the access key is not known there",
    "SignatureDoesNotMatch": "the secret key is wrong",
    "ExpiredToken": "the session token has expired",
    "301": "the bucket is in another region: set AWS_REGION",
    "PermanentRedirect": "the bucket is in another region: set AWS_REGION",
    "AuthorizationHeaderMalformed": "the bucket is in another region: set AWS_REGION",
}
UNPROVEN = (
    CredentialRetrievalError,
    InvalidRegionError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
)


class Bucket:
    """Shelves in a bucket, each blob an object `prefix/name`, written whole by one request: never in parts."""

    def __init__(self, bucket: str, prefix: str = "", *, read: float = READ) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._once: dict[str, str] = {"IfNoneMatch": "*"}
        with _told(""):
            known = botocore.session.get_session()
            known.register_component("data_loader", _models())
            self._client: Any = boto3.session.Session(botocore_session=known).client(
                "s3", config=_config(read)
            )

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Send it with its SHA-256, which the server checks, and only if nothing has this name, where it knows how."""
        body = b"".join(pieces)
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        try:
            with _told(name):
                self._client.put_object(**self._at(name), Body=body, ChecksumSHA256=digest, **self._once)
        except _Unheard:
            if not self._once:
                raise
            self._once = {}
            self.put(name, [body])
        except _Taken:
            # Most likely by ourselves: the answer to a first try was lost on its way.
            if b"".join(self.get(name)) != body:
                raise VaultDown("something else has this name") from None

    def get(self, name: str) -> Iterator[bytes]:
        """Read it piece by piece; raises `VaultDown` in the middle when it ends too early."""
        with _told(name), closing(self._client.get_object(**self._at(name))["Body"]) as body:
            yield from body.iter_chunks(PIECE)

    def delete(self, name: str) -> None:
        """Delete the object; S3 does not mind when there is none."""
        with _told(name):
            self._client.delete_object(**self._at(name))

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Go through the bucket, a thousand names at a time."""
        pages = self._client.get_paginator("list_objects_v2")
        with _told(""):
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for one in page.get("Contents", ()):
                    name = one["Key"].removeprefix(self._prefix)
                    if OURS.fullmatch(name):
                        yield name, one["LastModified"].astimezone(UTC)

    def reach(self) -> None:
        """Ask for the bucket itself."""
        with _told(""):
            self._client.head_bucket(Bucket=self._bucket)

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + name}


class _Taken(VaultDown):
    """Something has this name already."""


class _Unheard(VaultDown):
    """The server does not know how to write only what is not there."""


@cache
def _models() -> Any:
    """Return what reads the descriptions of S3's calls, megabytes of JSON, and keeps them."""
    return botocore.session.get_session().get_component("data_loader")


def _config(read: float) -> Config:
    # Servers of one's own seldom answer to `bucket.host`; all answer to `host/bucket`.
    own = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return Config(
        connect_timeout=min(CONNECT, read),
        read_timeout=read,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        max_pool_connections=AT_ONCE,
        response_checksum_validation="when_required",  # the blob's own chunks prove more
        **({"s3": {"addressing_style": "path"}} if own else {}),
    )


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Raise what went wrong as the vault's own errors; their words hold no key, no address and no answer."""
    try:
        yield
    except ClientError as error:
        raise _meaning(str(error.response.get("Error", {}).get("Code", "")), name) from None
    except UNPROVEN as error:
        raise VaultClosed(f"no credentials that can be used ({type(error).__name__})") from None
    except BotoCoreError as error:
        raise VaultDown(f"no answer, or not a whole one ({type(error).__name__})") from None


def _meaning(code: str, name: str) -> BlobMissing | VaultDown:
    if code == "NoSuchKey" or (code == "404" and name):
        return BlobMissing(name)
    if code in CLOSED:
        return VaultClosed(CLOSED[code])
    if code in ("PreconditionFailed", "412"):
        return _Taken("something has this name")
    if code in ("NotImplemented", "501"):
        return _Unheard("the server does not do this")
    return VaultDown(f"the server says {code}" if code.isalnum() else "the server refuses")
