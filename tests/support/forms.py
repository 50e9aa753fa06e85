"""Reads the forms of a page as a browser without JavaScript would submit them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class Form:
    """`fields` are the values a browser would send untouched; `tokens` maps autocomplete tokens to field names."""

    action: str
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)

    def filled(self, **by_token: str) -> dict[str, str]:
        """The fields with those typed that have these autocomplete tokens (`address_line1` for `address-line1`)."""
        typed = {
            self.tokens[token]: value
            for name, value in by_token.items()
            if (token := name.replace("_", "-")) in self.tokens
        }
        return self.fields | typed


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._open: Form | None = None
        self._select: tuple[str, list[str], str | None] | None = None
        self._area: str | None = None
        self._in_button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self.base, given["href"]))
        elif tag == "form":
            self._open = Form(urljoin(self.base, given.get("action") or self.base), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None:
            self._control(tag, given, {name for name, _ in attrs})

    def _control(self, tag: str, given: dict[str, str], there: set[str]) -> None:
        assert self._open is not None
        name = given.get("name", "")
        if tag == "button":
            self._in_button = True
            self._open.buttons.append("")
        if tag == "option" and self._select:
            chosen, values, selected = self._select
            values.append(given.get("value", ""))
            self._select = (chosen, values, given.get("value", "") if "selected" in there else selected)
        if not name:
            return
        if token := given.get("autocomplete", "").split(" ")[-1]:
            self._open.tokens.setdefault(token, name)  # the invoice's address comes after the parcel's
        if tag == "select":
            self._select = (name, [], None)
        elif tag == "textarea":
            self._area = name
            self._open.fields[name] = ""
        elif tag == "input":
            self._input(name, given, there)

    def _input(self, name: str, given: dict[str, str], there: set[str]) -> None:
        assert self._open is not None
        if given.get("type") in ("radio", "checkbox"):
            self._open.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" not in there:
                return
        if given.get("type") not in ("submit", "file", "image"):
            self._open.fields[name] = given.get("value", "on" if "checked" in there else "")

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._in_button:
            self._open.buttons[-1] += data.strip()
        if self._open is not None and self._area:
            self._open.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select and self._open is not None:
            name, values, selected = self._select
            self._open.choices[name] = values
            self._open.fields[name] = selected if selected is not None else (values or [""])[0]
            self._select = None
        elif tag == "textarea":
            self._area = None
        elif tag == "button":
            self._in_button = False
        elif tag == "form":
            self._open = None


def forms(html: str, base: str) -> list[Form]:
    reader = _Reader(base)
    reader.feed(html)
    return reader.forms


def links(html: str, base: str) -> list[str]:
    reader = _Reader(base)
    reader.feed(html)
    return reader.links
