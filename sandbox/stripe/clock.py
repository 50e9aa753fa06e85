"""The look-alike's clock, which tests may set ahead so that a session expires without waiting."""

import time


class Clock:
    def __init__(self) -> None:
        self.ahead_s = 0

    def now(self) -> int:
        return int(time.time()) + self.ahead_s
