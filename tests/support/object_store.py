"""An S3-compatible store on this machine, in a process of its own."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import httpx

from tests.support.processes import running

_numbers = count(1)
KEYS = {"AWS_ACCESS_KEY_ID": "of-the-tests", "AWS_SECRET_ACCESS_KEY": "of-the-tests"}


@contextmanager
def object_store(port: int) -> Iterator[str]:
    """Its address."""
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-p", str(port)]
    os.environ.update(KEYS)
    try:
        with running(command, until=f"{address}/moto-api/"):
            yield address
    finally:
        for name in KEYS:
            del os.environ[name]


def new_bucket(address: str, prefix: str = "") -> str:
    """The MEDIA_URL of an empty bucket."""
    name = f"pictures-{next(_numbers)}"
    httpx.put(f"{address}/{name}").raise_for_status()
    return f"s3://{name}{prefix}?region=eu-central-1&endpoint={address}"
