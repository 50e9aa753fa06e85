"""One line per happening: `order.placed number=… total=…`, to standard output, at LOG_LEVEL."""

import logging
import sys

from .settings import settings


def configure() -> None:
    logging.basicConfig(
        stream=sys.stdout,
        level=settings().log_level,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        force=True,
    )
    for noisy in ("httpx", "httpcore", "stripe", "pymongo", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
