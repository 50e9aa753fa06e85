"""What the Dramatiq worker loads: the broker and, through the subscriptions, every actor."""

from domains.shared.logs import configure

from .broker import broker
from .subscriptions import CONSUMERS

configure()

__all__ = ["CONSUMERS", "broker"]
