"""Where the categories of a file lie today: a file may be older than a move of the tree."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..categories.tree import lineage
from .entries import Branch


@dataclass(frozen=True)
class Branches:
    """`moved`: former path → today's."""

    moved: Mapping[str, str]

    def now(self, branch: Branch | None) -> Branch | None:
        """What lay below a category that has moved lies below it still, also what is new there."""
        if not branch or not self.moved:
            return branch
        led: dict[str, str] = {}
        for path, _ in branch:
            above, _, own = path.rpartition("/")
            led[path] = self.moved.get(path) or "/".join(filter(None, (led.get(above, above), own)))
        last = lineage(led[branch[-1][0]])
        return tuple((led[path], name) for path, name in branch if led[path] in last)

    def learned(self, branch: Branch | None, fresh: "Branches") -> "Branches":
        """What has just been looked up for this branch holds."""
        asked = {path for path, _ in branch or ()}
        return Branches({old: new for old, new in self.moved.items() if old not in asked} | dict(fresh.moved))
