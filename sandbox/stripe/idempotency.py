"""Idempotency-Key as Stripe keeps it: the first answer is replayed for a day, whatever it was."""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ..outside_database import Database
from .errors import IdempotencyMismatch, KeyInUse
from .objects import StripeDict

KEPT_S = 24 * 3600


@dataclass
class Reply:
    status: int
    body: StripeDict
    headers: dict[str, str] = field(default_factory=dict)
    drop_connection: bool = False


def fingerprint(path: str, params: StripeDict) -> str:
    return f"{path} {hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()}"


class Keys:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._busy: set[str] = set()

    def replay(self, key: str, request: str) -> Reply | None:
        """The saved answer, if this key has one; refuses a key that was first used for another request."""
        self._database.execute("DELETE FROM idempotency WHERE at < ?", time.time() - KEPT_S)
        sql = "SELECT fingerprint, status, body FROM idempotency WHERE key = ?"
        row = self._database.execute(sql, key).fetchone()
        if row is None:
            return None
        first_path = row[0].split(" ")[0]
        if first_path != request.split(" ")[0]:
            raise IdempotencyMismatch(
                "Keys for idempotent requests can only be used for the same endpoint they were first used for "
                f"('{first_path}'). Try using a key other than '{key}' if you meant to execute a different request."
            )
        if row[0] != request:
            raise IdempotencyMismatch(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request."
            )
        return Reply(row[1], json.loads(row[2]), {"Idempotent-Replayed": "true"})

    @contextmanager
    def held(self, key: str | None) -> Iterator[None]:
        """Keeps a second request with the same key out while the first is under way."""
        if key is None:
            yield
            return
        if key in self._busy:
            raise KeyInUse(
                f"There is currently another in-progress request using this Idempotent Key ({key}). "
                "Please try again later.",
                code="idempotency_key_in_use",
            )
        self._busy.add(key)
        try:
            yield
        finally:
            self._busy.discard(key)

    def save(self, key: str | None, request: str, reply: Reply) -> None:
        if key is not None:
            sql = "INSERT INTO idempotency (key, fingerprint, status, body, at) VALUES (?, ?, ?, ?, ?)"
            self._database.execute(sql, key, request, reply.status, json.dumps(reply.body), time.time())
