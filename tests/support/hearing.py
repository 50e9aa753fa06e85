"""Listens to a page of a real browser."""

from urllib.parse import urlsplit

from playwright.async_api import Page

LOUD = ("error", "warning")
NOTHING = (
    "Failed to load resource: the server responded with a status of",  # what the page itself answers
    "Transition was aborted",  # somebody who was quicker than the fading of the page before
)


class Heard:
    """Whom a page asked, and what its console said of it."""

    def __init__(self, page: Page) -> None:
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        page.on("request", lambda request: self._ask(urlsplit(request.url).netloc))
        page.on("console", lambda message: self._say(message.text) if message.type in LOUD else None)
        page.on("pageerror", lambda error: self._say(str(error)))

    def _ask(self, host: str) -> None:
        if host:
            self.hosts.add(host)

    def _say(self, line: str) -> None:
        if not line.startswith(NOTHING):
            self.complaints.append(line)
