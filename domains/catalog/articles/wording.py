"""From an article's Markdown to harmless HTML. Figures that the shop keeps elsewhere are named, never written twice."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..importing.descriptions import ATTRIBUTES, TAGS

PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z ]{0,40})\}")
MARKS: Final = re.compile(r"([\\`*_{}\[\]()#+.!|<>~&-])")
BELOW_THE_TITLE: Final = {"h1": "h2", "h5": "h4", "h6": "h4"}  # the page's own heading is the article's title


class Figure(StrEnum):
    """What takes a line of its own and is drawn by the page."""

    DELIVERY = "delivery prices"


WORDS: Final = ("shop", "email", "return days", "return cost")


@dataclass(frozen=True)
class Piece:
    """Either HTML or a figure."""

    html: str = ""
    figure: Figure | None = None


_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)


def unknown_placeholders(text: str) -> list[str]:
    """In the order in which they stand; a figure inside of a sentence is none."""
    kept = [line for line in text.splitlines() if _figure(line) is None]
    named = [found for line in kept for found in PLACEHOLDER.findall(line)]
    return [name for name in dict.fromkeys(named) if name not in WORDS]


def drawn_twice(text: str) -> list[Figure]:
    found = [figure for line in text.splitlines() if (figure := _figure(line))]
    return [figure for figure in dict.fromkeys(found) if found.count(figure) > 1]


def pieces(text: str, words: Mapping[str, str]) -> tuple[Piece, ...]:
    """`words` has a value for each of WORDS; it is text, whatever marks are in it."""
    return tuple(_pieces(text, words))


def _pieces(text: str, words: Mapping[str, str]) -> Iterator[Piece]:
    lines: list[str] = []
    for line in text.splitlines():
        if (figure := _figure(line)) is None:
            lines.append(line)
            continue
        yield from _prose(lines, words)
        yield Piece(figure=figure)
        lines = []
    yield from _prose(lines, words)


def _prose(lines: list[str], words: Mapping[str, str]) -> Iterator[Piece]:
    text = PLACEHOLDER.sub(lambda found: _literally(words.get(found[1], found[0])), "\n".join(lines))
    tokens = _markdown.parse(text)
    for token in tokens:
        token.tag = BELOW_THE_TITLE.get(token.tag, token.tag)
    if html := _cleaner.clean(_rendered(tokens)).strip():
        yield Piece(html)


def _rendered(tokens: list[Token]) -> str:
    return str(_markdown.renderer.render(tokens, _markdown.options, {}))


def _figure(line: str) -> Figure | None:
    name = line.strip()[1:-1] if line.strip().startswith("{") and line.strip().endswith("}") else ""
    return Figure(name) if name in set(Figure) else None


def _literally(value: str) -> str:
    return MARKS.sub(r"\\\1", value)
