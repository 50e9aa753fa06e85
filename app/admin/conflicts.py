"""Two editors at once: what each made of every field, side by side, to choose from."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.admin.forms import Fields
from app.responses import Rendered, page
from domains import catalog

KEEP: Final = "keep-"
OWN: Final = ("revision", "was")  # what a form carries for itself
TRIES: Final = 3


@dataclass(frozen=True)
class Difference:
    """`mine` is what was typed, `theirs` what has been saved meanwhile; `touched` whether mine was changed at all,
    `moved` whether theirs was since the form was shown."""

    name: str
    label: str
    mine: str
    theirs: str
    touched: bool
    moved: bool

    @property
    def chosen(self) -> str:
        return "mine" if self.touched else "theirs"


@dataclass(frozen=True)
class Clash:
    """Everything the page needs to send the form once more, at the revision it shows now."""

    differences: tuple[Difference, ...]
    fields: Fields
    revision: str
    was: str

    @property
    def contested(self) -> bool:
        return any(each.moved for each in self.differences)


async def clash_of(
    save: Callable[[UUID], Awaitable[object]], revision: UUID, look: Callable[[], Awaitable[Clash]]
) -> Clash | None:
    """None once it is saved. Other sheets, files and pictures that arrive change a product, too: where none of that
    stands in this form there is nothing to choose, and it is saved beside it."""
    for _ in range(TRIES):
        try:
            await save(revision)
        except catalog.Conflict:
            found = await look()
        else:
            return None
        if found.contested:
            break
        revision = UUID(found.revision)
    return found


def shown(clash: Clash, title: str, save: str, back: str, **where: str) -> Rendered:
    """The page on which the slower editor chooses; `where` is what the addresses of both routes need."""
    return page("admin/conflict", 409, clash=clash, title=title, save=save, back=back, where=where)


def mark(fields: Mapping[str, str]) -> str:
    """What a form showed, short enough to be sent along: later it tells what its editor has changed."""
    return json.dumps({name: _digest(value) for name, value in fields.items()}, separators=(",", ":"))


def as_typed(name: str, value: str) -> str:
    return value


def clash(
    typed: Fields,
    current: Fields,
    labels: Mapping[str, str],
    revision: object,
    said: Callable[[str, str], str] = as_typed,
) -> Clash:
    """`said(name, value)` puts into words what a form sends as a key."""
    was = _read_mark(typed.get("was", ""))
    plain = {name: value for name, value in typed.items() if name not in OWN and not name.startswith(KEEP)}
    differences = tuple(
        Difference(
            name,
            label,
            said(name, mine),
            said(name, current[name]),
            touched=_other(was, name, mine),
            moved=_other(was, name, current[name]),
        )
        for name, label in labels.items()
        if name in current and (mine := plain.get(name, "")) != current[name]
    )
    return Clash(differences, plain, str(revision or ""), mark(current))


def settled(typed: Fields, current: Mapping[str, str]) -> Fields:
    """The form after its editor has chosen: for each field theirs where that was wanted."""
    theirs = {name.removeprefix(KEEP) for name, value in typed.items() if name.startswith(KEEP) and value == "theirs"}
    kept = {name: value for name, value in typed.items() if not name.startswith(KEEP)}
    return kept | {name: current[name] for name in theirs if name in current}


def _other(was: Mapping[str, Any], name: str, value: str) -> bool:
    """Than the form showed. Without a mark everything is. What it showed nothing of was empty."""
    return not was or was.get(name, _digest("")) != _digest(value)


def _digest(value: str) -> str:
    return hashlib.blake2b(value.encode(), digest_size=6).hexdigest()


def _read_mark(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
