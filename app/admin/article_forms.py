"""An editorial page as its form shows it, and what a filled-in form means."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.admin import forms
from app.admin.forms import Fields
from domains import catalog

LABELS: Final = {
    "title": "Title", "text": "Text", "summary": "Description for search engines", "hidden": "Hidden",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """`sign`: `+` was added, `-` was taken out, a space stayed."""

    sign: str
    text: str


def described(article: catalog.Article | catalog.ArticleVersion | None, key: str) -> Fields:
    """What nobody has written yet begins with its usual name."""
    if article is None:
        return {"title": catalog.ARTICLES[key], "text": "", "summary": "", "hidden": ""}
    return {
        "title": article.title,
        "text": article.text,
        "summary": article.summary,
        "hidden": "yes" if article.hidden else "",
    }


def details(fields: Fields) -> catalog.ArticleDetails:
    return catalog.ArticleDetails(
        title=fields.get("title", ""),
        text=fields.get("text", ""),
        summary=" ".join(fields.get("summary", "").split()),
        hidden=fields.get("hidden", "") == "yes",
    )


def revision(fields: Fields) -> UUID | None:
    """What somebody looked at when they began to type; None when nobody had written the page then."""
    return forms.revision(fields) if fields.get("revision") else None


def changes(before: str, after: str) -> Iterator[Line]:
    """Line by line, all of the later text and what it no longer has."""
    for line in difflib.ndiff(before.splitlines(), after.splitlines()):
        if not line.startswith("?"):
            yield Line(line[0], line[2:])
