"""Where files are kept: a folder of this machine, or a bucket of an S3-compatible store."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from .errors import Unavailable
from .settings import settings

if TYPE_CHECKING:
    from obstore.store import S3Config


class Storage(Protocol):
    """Names are relative paths made by us. A write appears whole or not at all; the verbs block.

    Unavailable when the place does not answer. `folders` are the names directly below one, `files` whole names of the
    files directly in it, with when they were written.
    """

    def write(self, name: str, data: bytes, content_type: str = "application/octet-stream") -> None: ...
    def read(self, name: str) -> bytes | None: ...
    def modified_at(self, name: str) -> datetime | None: ...
    def folders(self, name: str) -> list[str]: ...
    def files(self, name: str) -> dict[str, datetime]: ...
    def remove(self, names: Sequence[str]) -> None: ...


class Folder:
    """Files below one folder of this machine; what was written is on the disk when the verb returns."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, data: bytes, content_type: str = "application/octet-stream") -> None:
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                os.fchmod(file.fileno(), 0o644)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def read(self, name: str) -> bytes | None:
        path = self.root / name
        return path.read_bytes() if path.is_file() else None

    def modified_at(self, name: str) -> datetime | None:
        path = self.root / name
        return _changed(path) if path.is_file() else None

    def folders(self, name: str) -> list[str]:
        folder = self.root / name
        return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []

    def files(self, name: str) -> dict[str, datetime]:
        folder = self.root / name
        found = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
        return {f"{name}/{path.name}": _changed(path) for path in found}

    def remove(self, names: Sequence[str]) -> None:
        for name in names:
            (self.root / name).unlink(missing_ok=True)
        for folder in {(self.root / name).parent for name in names}:
            with suppress(OSError):  # something lies in it again
                folder.rmdir()


class Bucket:
    """Objects of an S3-compatible store, below a prefix. Who we are there comes from AWS_ACCESS_KEY_ID and its kin."""

    def __init__(self, bucket: str, prefix: str = "", *, endpoint: str = "", region: str = "us-east-1") -> None:
        config: S3Config = {"region": region}
        if endpoint:
            config["endpoint"] = endpoint
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            config=config,
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "connect_timeout": timedelta(seconds=3),
                "timeout": timedelta(seconds=15),
            },
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
        )

    def write(self, name: str, data: bytes, content_type: str = "application/octet-stream") -> None:
        with _answering():
            obstore.put(self._store, name, data, attributes={"Content-Type": content_type}, use_multipart=False)

    def read(self, name: str) -> bytes | None:
        with _answering():
            try:
                return bytes(obstore.get(self._store, name).bytes())
            except FileNotFoundError:
                return None

    def modified_at(self, name: str) -> datetime | None:
        with _answering():
            try:
                return obstore.head(self._store, name)["last_modified"]
            except FileNotFoundError:
                return None

    def folders(self, name: str) -> list[str]:
        with _answering():
            found = obstore.list_with_delimiter(self._store, name)["common_prefixes"]
            return sorted(prefix.rstrip("/").rpartition("/")[2] for prefix in found)

    def files(self, name: str) -> dict[str, datetime]:
        with _answering():
            found = obstore.list_with_delimiter(self._store, name)["objects"]
            return {each["path"]: each["last_modified"] for each in found}

    def remove(self, names: Sequence[str]) -> None:
        with _answering():
            obstore.delete(self._store, names)


def storage() -> Storage:
    """What MEDIA_URL names; BARROW_HOME/media when it names nothing."""
    return _opened(settings().media_url, settings().barrow_home)


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except BaseError as error:
        raise Unavailable("The store of pictures does not answer.") from error


@lru_cache
def _opened(url: str, home: Path) -> Storage:
    if not url:
        return Folder((home / "media").absolute())
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme == "file":
        return Folder(Path(path))
    return Bucket(parts.netloc, path.strip("/"), **dict(parse_qsl(parts.query)))
