"""A bucket that is slow, busy, half there or closed: it is said in time, without a secret, and goes on once it is back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from portal import vault
from portal.keys import Chance
from portal.vault import BlobMissing, VaultClosed, VaultDown
from portal.vault.bucket import TRIES, Bucket
from portal.work import Workroom
from tests.buckets import S3, SECRET, Faulty
from tests.databases import on_sqlite

NAME, CONTENT = "ab" * 16, bytes(500_000)
HASTE = 0.2  # seconds without an answer


@pytest.fixture
def faulty(s3: S3) -> Iterator[Faulty]:
    server = Faulty(s3.server)
    s3.through(server.url)
    yield server
    server.close()


@pytest.fixture
def bucket(s3: S3, faulty: Faulty) -> Bucket:
    return Bucket(s3.bucket, "files", read=60)


def test_a_bucket_that_is_busy_for_a_moment_is_asked_again(bucket: Bucket, faulty: Faulty, s3: S3) -> None:
    faulty.faults = ["busy"]
    bucket.put(NAME, [CONTENT])
    assert faulty.asked == ["PUT", "PUT"]
    assert s3.raw(NAME) == CONTENT


def test_a_bucket_that_stays_busy_is_down_and_then_goes_on(bucket: Bucket, faulty: Faulty, s3: S3) -> None:
    faulty.faults = ["busy"] * TRIES
    with pytest.raises(VaultDown, match="SlowDown"):
        bucket.put(NAME, [CONTENT])
    assert (len(faulty.asked), s3.keys()) == (TRIES, [])
    bucket.put(NAME, [CONTENT])
    assert b"".join(bucket.get(NAME)) == CONTENT


def test_a_bucket_that_does_not_answer_is_down_in_time(s3: S3, faulty: Faulty) -> None:
    faulty.faults = ["hang"] * TRIES
    with pytest.raises(VaultDown, match="ReadTimeoutError"):
        list(Bucket(s3.bucket, "files", read=HASTE).get(NAME))


def test_a_put_whose_answer_is_lost_is_done_once(bucket: Bucket, faulty: Faulty, s3: S3) -> None:
    faulty.faults = ["half"]
    s3.overwrite(NAME, CONTENT)  # what the first try left, though its answer never came
    bucket.put(NAME, [CONTENT])
    assert s3.raw(NAME) == CONTENT


def test_a_blob_that_ends_in_the_middle_is_not_taken_for_a_whole_one(
    bucket: Bucket, faulty: Faulty, s3: S3
) -> None:
    s3.overwrite(NAME, CONTENT)
    faulty.faults = ["half"]
    with pytest.raises(VaultDown):
        list(bucket.get(NAME))
    assert b"".join(bucket.get(NAME)) == CONTENT


@on_sqlite
def test_a_bucket_that_is_away_is_neither_a_missing_nor_a_damaged_blob(
    bucket: Bucket, faulty: Faulty, s3: S3, workroom: Workroom
) -> None:
    kept = vault.keep(bucket, workroom.keys, workroom.chance, CONTENT, "image/jpeg")
    workroom.do(vault.draft, "patient:camille", kept, workroom.clock.now())
    s3.through("http://127.0.0.1:1")
    away = Bucket(s3.bucket, "files")
    for act in (lambda: list(away.get(kept.id)), lambda: vault.sweep(workroom, away), away.reach):
        with pytest.raises(VaultDown) as caught:
            act()
        assert not isinstance(caught.value, VaultClosed)


@on_sqlite
def test_a_sweep_that_is_interrupted_goes_on_the_next_time(
    bucket: Bucket, faulty: Faulty, s3: S3, workroom: Workroom
) -> None:
    for n in range(3):
        bucket.put(f"{n:032x}", [b"x"])
    later = datetime.now(UTC) + timedelta(hours=2)
    faulty.faults = ["well", "well", *["busy"] * TRIES]  # it lists, deletes one, and then
    with pytest.raises(VaultDown):
        vault.sweep(workroom, bucket, later)
    assert len(s3.keys()) == 2
    assert vault.sweep(workroom, bucket, later) == 2
    assert s3.keys() == []


@on_sqlite
def test_a_file_that_comes_half_is_not_called_damaged(
    bucket: Bucket, faulty: Faulty, workroom: Workroom
) -> None:
    kept = vault.keep(bucket, workroom.keys, workroom.chance, CONTENT, "image/jpeg")
    blob = vault.Blob(kept.id, "", kept.wrapped, "", kept.size, kept.digest, workroom.clock.now())
    faulty.faults = ["half"]
    with pytest.raises(VaultDown):
        vault.read(bucket, workroom.keys, blob)
    assert vault.read(bucket, workroom.keys, blob) == CONTENT


def test_a_bucket_that_is_not_there_is_closed_and_a_blob_that_is_not_there_missing(s3: S3) -> None:
    with pytest.raises(VaultClosed, match="no such bucket"):
        vault.at("s3://not-made-yet").reach()
    with pytest.raises(VaultClosed, match="no such bucket"):
        list(vault.at("s3://not-made-yet").get(NAME))
    with pytest.raises(BlobMissing):
        list(vault.at(s3.url).get(NAME))


def test_without_credentials_it_is_closed(s3: S3, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(variable)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    with pytest.raises(VaultClosed, match="no credentials"):
        vault.at(s3.url).reach()


def test_no_failure_tells_a_key_or_an_address(bucket: Bucket, faulty: Faulty) -> None:
    faulty.faults = ["busy"] * TRIES
    with pytest.raises(VaultDown) as caught:
        bucket.put(NAME, [CONTENT])
    assert caught.value.__cause__ is None
    assert not any(word in str(caught.value) for word in (SECRET, "fictive", "127.0.0.1"))


def test_what_else_is_in_the_bucket_is_none_of_ours(s3: S3) -> None:
    s3.stray("files/readme.txt")
    s3.stray(f"other/{NAME}")
    shelves = vault.at(s3.url)
    shelves.put(NAME, [b"ours"])
    assert [name for name, _ in shelves.names()] == [NAME]
    assert set(s3.keys()) == {"files/readme.txt", f"other/{NAME}", f"files/{NAME}"}


def test_without_a_prefix_blobs_stand_at_the_top(s3: S3) -> None:
    name = Chance().long_name()
    vault.at(f"s3://{s3.bucket}").put(name, [b"x"])
    assert s3.keys() == [name]


@pytest.mark.parametrize("url", ["s4://bucket", "bucket"])
def test_only_folders_and_buckets_are_shelves(url: str) -> None:
    with pytest.raises(ValueError, match="file://folder or s3://"):
        vault.at(url)
