"""Who is in a group by its rule: a pure question, asked anew whenever a price hangs on it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from domains.shared.errors import Invalid

MOST_DOMAINS = 50
HIGHEST = 1_000_000_000  # of orders, days and minor units alike


class Registered(Protocol):
    """What a rule looks at of a person."""

    @property
    def email(self) -> str: ...
    @property
    def verified_at(self) -> datetime | None: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def marketing_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Bought:
    """How many orders somebody has placed and not cancelled, and what they paid for them and did not get back, in minor
    units of the shop's currency."""

    orders: int = 0
    spent: int = 0


@dataclass(frozen=True)
class Rule:
    """All that is asked has to hold; a rule that asks nothing takes nobody. They have had their account since the day
    `since` or a later one, for `days` at least; `domains` are what may stand behind the @ of their address."""

    orders: int | None = None
    spent: int | None = None
    domains: tuple[str, ...] = ()
    since: date | None = None
    days: int | None = None
    marketing: bool = False

    @property
    def asks(self) -> bool:
        return self != NO_RULE

    @property
    def asks_orders(self) -> bool:
        return self.orders is not None or self.spent is not None

    def takes(self, person: Registered, bought: Bought, now: datetime) -> bool:
        return self.asks and all(
            (
                self.orders is None or bought.orders >= self.orders,
                self.spent is None or bought.spent >= self.spent,
                not self.domains or (person.verified_at is not None and _domain(person.email) in self.domains),
                self.since is None or person.created_at.astimezone(UTC).date() >= self.since,
                self.days is None or (now - person.created_at).days >= self.days,
                not self.marketing or person.marketing_at is not None,
            )
        )

    def check(self) -> None:
        """Invalid names the field at fault."""
        wrong = {}
        for name in ("orders", "spent", "days"):
            value = getattr(self, name)
            if value is not None and not 1 <= value <= HIGHEST:
                wrong[name] = "Give a number above zero, or leave this empty."
        if len(self.domains) > MOST_DOMAINS or any("." not in each or "@" in each for each in self.domains):
            wrong["domains"] = f"Give at most {MOST_DOMAINS} domains such as example.com, separated by commas."
        if wrong:
            raise Invalid("This rule cannot be saved as it is.", wrong)

    @property
    def kept(self) -> dict[str, Any]:
        """As JSON; what it does not ask is left out."""
        said = {name: value for name, value in asdict(self).items() if value != getattr(NO_RULE, name)}
        return said | ({"since": self.since.isoformat()} if self.since else {})

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Rule":
        since = kept.get("since")
        return cls(
            orders=kept.get("orders"),
            spent=kept.get("spent"),
            domains=tuple(kept.get("domains", ())),
            since=date.fromisoformat(since) if since else None,
            days=kept.get("days"),
            marketing=bool(kept.get("marketing")),
        )


NO_RULE = Rule()


@dataclass(frozen=True)
class Groups:
    """All there are: their rules by their keys."""

    rules: Mapping[str, Rule] = field(default_factory=dict)

    @property
    def ask_orders(self) -> bool:
        """Whether anybody's groups hang on what they have bought."""
        return any(rule.asks_orders for rule in self.rules.values())

    def of(self, person: Registered, by_hand: frozenset[str], bought: Bought, now: datetime) -> frozenset[str]:
        by_rule = {key for key, rule in self.rules.items() if rule.takes(person, bought, now)}
        return frozenset(by_rule | (by_hand & self.rules.keys()))


def _domain(email: str) -> str:
    return email.rpartition("@")[2].lower()
