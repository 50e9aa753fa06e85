"""The Dramatiq broker on Redis. It is transport only: what must not be lost waits in the outboxes."""

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import AsyncIO

from domains.shared.settings import settings

broker = RedisBroker(  # type: ignore[no-untyped-call]  # the library leaves it untyped
    url=settings().broker_url,
    namespace="{dramatiq}",  # one hash tag, so that a Redis Cluster keeps a queue's keys together
    heartbeat_timeout=settings().worker_heartbeat_ms,
    maintenance_chance=1_000_000,  # on every poll: a dead worker's messages come back in seconds, not minutes
    dead_message_ttl=60_000,  # the outbox keeps the real dead letters
)
broker.add_middleware(AsyncIO())
dramatiq.set_broker(broker)
