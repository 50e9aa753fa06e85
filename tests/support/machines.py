"""A page as a machine reads it: the head, the data beside it, and what of that stands on the page in words."""

import html.parser
import json
import re
from dataclasses import dataclass, field
from typing import Any

import httpx

Thing = dict[str, Any]


@dataclass
class Head:
    title: str = ""
    canonical: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    scripts: list[tuple[str | None, str]] = field(default_factory=list)


class _Reader(html.parser.HTMLParser):
    """Cuts scripts and titles out as a browser does."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Head()
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script":
            self.head.scripts.append((dict(attrs).get("type"), ""))
        if tag == "link" and given.get("rel") == "canonical":
            self.head.canonical.append(given["href"])
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            self.head.said[name] = given.get("content", "")
        self._open = tag if tag in ("script", "title") else self._open

    def handle_endtag(self, tag: str) -> None:
        self._open = "" if tag == self._open else self._open

    def handle_data(self, data: str) -> None:
        if self._open == "title":
            self.head.title += data
        elif self._open == "script":
            kind, so_far = self.head.scripts[-1]
            self.head.scripts[-1] = (kind, so_far + data)


def head(answer: httpx.Response) -> Head:
    reader = _Reader()
    reader.feed(answer.text)
    return reader.head


def things(answer: httpx.Response) -> dict[str, Thing]:
    """What the page tells machines, by type."""
    [block] = [text for kind, text in head(answer).scripts if kind == "application/ld+json"]
    return {thing["@type"]: thing for thing in json.loads(block)["@graph"]}


def offers(answer: httpx.Response) -> dict[str, Thing]:
    """By SKU, of the product or of every variant of the group."""
    told = things(answer)
    variants = told["ProductGroup"]["hasVariant"] if "ProductGroup" in told else [told["Product"]]
    return {each["sku"]: each["offers"] for each in variants if "offers" in each}


def facts(answer: httpx.Response, part: str) -> list[tuple[str, str]]:
    """The rows of the list with this id, as they are read."""
    [listed] = re.findall(rf'<dl[^>]*id="{part}".*?</dl>', answer.text, re.S) or [""]
    rows = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", listed, re.S)
    return [(_plain(name), _plain(value)) for name, value in rows]


def _plain(markup: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", markup).split())


def words(answer: httpx.Response, block: str) -> str:
    """What stands in the first element of this class; empty where there is none."""
    reader = _Words(block)
    reader.feed(answer.text)
    return " ".join("".join(reader.found).split())


class _Words(html.parser.HTMLParser):
    def __init__(self, block: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._block = block
        self._tag = ""
        self._depth = 0
        self._done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth:
            self._depth += tag == self._tag
            self.found.append(" " if tag in ("li", "p", "div") else "")
        elif not self._done and self._block in (dict(attrs).get("class") or "").split():
            self._tag, self._depth = tag, 1

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag == self._tag:
            self._depth -= 1
            self._done = not self._depth

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.found.append(data)
