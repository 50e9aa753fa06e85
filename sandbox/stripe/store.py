"""Where the look-alike keeps its objects: rows of JSON, newest first, found by a field's value."""

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from ..outside_database import Database
from .errors import NoSuchObject
from .objects import StripeDict

NOUNS = {
    "checkout.session": "checkout.session",
    "payment_intent": "payment_intent",
    "payment_method": "PaymentMethod",
    "setup_intent": "setupintent",
    "customer": "customer",
    "refund": "refund",
    "charge": "charge",
    "event": "event",
    "shipping_rate": "shipping rate",
}


Where = Iterable[tuple[str, Any]]


class Objects:
    def __init__(self, database: Database) -> None:
        self.database = database

    def transaction(self) -> AbstractContextManager[None]:
        return self.database.transaction()

    def put(self, thing: StripeDict, *, private: StripeDict | None = None) -> StripeDict:
        """Insert or replace. `private` is what Stripe never shows, such as how a test card behaves."""
        self.database.execute(
            "INSERT INTO objects (kind, id, body, private) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " kind = excluded.kind, body = excluded.body, private = CASE WHEN ? THEN excluded.private ELSE private END",
            thing["object"], thing["id"], json.dumps(thing), json.dumps(private or {}), private is not None,
        )  # fmt: skip
        return thing

    def find(self, kind: str, object_id: str) -> StripeDict | None:
        row = self.database.execute("SELECT body FROM objects WHERE kind = ? AND id = ?", kind, object_id).fetchone()
        return json.loads(row[0]) if row else None

    def get(self, kind: str, object_id: str, param: str = "id") -> StripeDict:
        thing = self.find(kind, object_id)
        if thing is None:
            raise NoSuchObject(NOUNS[kind], object_id, param)
        return thing

    def private(self, object_id: str) -> StripeDict:
        row = self.database.execute("SELECT private FROM objects WHERE id = ?", object_id).fetchone()
        return json.loads(row[0]) if row else {}

    def newest_first(self, kind: str, *, where: Where = (), **equal: Any) -> Iterator[StripeDict]:
        """`where` is made of (condition, value) pairs; both its conditions and the names of `equal` are ours."""
        conditions = [("kind = ?", kind), *where]
        conditions += [(f"json_extract(body, '$.{name}') = ?", value) for name, value in equal.items()]
        asked = " AND ".join(condition for condition, _ in conditions)
        sql = f"SELECT body FROM objects WHERE {asked} ORDER BY seq DESC"  # noqa: S608 (see above)
        for (body,) in self.database.execute(sql, *(value for _, value in conditions)):
            yield json.loads(body)

    def overdue(self, kind: str, now: int) -> list[StripeDict]:
        """What is open past its `expires_at`."""
        sql = (
            "SELECT body FROM objects WHERE kind = ? AND json_extract(body, '$.status') = 'open'"
            " AND json_extract(body, '$.expires_at') <= ?"
        )
        return [json.loads(body) for (body,) in self.database.execute(sql, kind, now)]

    def one(self, kind: str, **equal: Any) -> StripeDict | None:
        return next(self.newest_first(kind, **equal), None)
