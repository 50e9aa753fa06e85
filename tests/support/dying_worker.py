"""The worker's actors, over domains that have been armed first."""

from tests.support import dying
from workers.main import CONSUMERS, broker

__all__ = ["CONSUMERS", "broker", "dying"]
