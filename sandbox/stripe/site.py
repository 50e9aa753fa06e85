"""What every request of the look-alike works with: the running site and one call on it."""

import asyncio
from dataclasses import dataclass, field

from .clock import Clock
from .faults import Faults
from .idempotency import Keys
from .objects import StripeDict
from .store import Objects


@dataclass
class Site:
    objects: Objects
    public_url: str  # where a browser reaches the hosted pages, without a slash at the end
    webhook_url: str
    webhook_secret: str
    shop_name: str
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    webhooks_due: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.keys = Keys(self.objects.database)

    def call(self, params: StripeDict | None = None) -> "Call":
        """A deed of the look-alike's own, such as a visitor paying or a session running out."""
        return Call(self, params or {})


@dataclass
class Call:
    site: Site
    params: StripeDict
    ids: dict[str, str] = field(default_factory=dict)
    request_id: str | None = None
    idempotency_key: str | None = None

    @property
    def objects(self) -> Objects:
        return self.site.objects

    def now(self) -> int:
        return self.site.clock.now()
