"""Troubles that tests can order: slow or failing answers, lost, doubled, late or reversed webhooks."""

from dataclasses import dataclass, field
from typing import Literal

How = Literal["error", "error_after", "drop", "drop_before", "refuse", "refuse_for_now"]


@dataclass
class Failure:
    """`error` answers 500 having done nothing, `error_after` having done it; `drop` closes the connection having done
    it, `drop_before` having done nothing. A 500 is kept under the idempotency key, as Stripe does.
    `refuse` and `refuse_for_now` are a refund's no: the charge is disputed, or too little money is there today."""

    operation: str
    times: int = 1
    how: How = "error"


@dataclass
class Webhooks:
    drop: bool = False  # events that happen now are never sent
    hold: bool = False  # nothing is sent until this is off again
    duplicates: int = 0  # further copies of each event
    delay_ms: int = 0
    reverse: bool = False  # gathered for a moment and sent one by one, newest first


@dataclass
class Faults:
    api_delay_ms: int = 0
    webhooks: Webhooks = field(default_factory=Webhooks)
    failures: list[Failure] = field(default_factory=list)

    def next_failure(self, operation: str) -> How | None:
        """What goes wrong with this call, if anything; each order is used up by its number of times."""
        for failure in self.failures:
            if failure.operation in (operation, "*") and failure.times > 0:
                failure.times -= 1
                self.failures = [left for left in self.failures if left.times > 0]
                return failure.how
        return None
