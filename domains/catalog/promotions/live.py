"""The promotions that are live, and what they say of themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from uuid import UUID

from ...shared import clock
from ...shared.remembering import Remembered
from ..categories.tree import lineage
from ..models import PromotionStatus, PromotionUses, StoredPromotion
from .terms import InGroup, Promotion, Scope


@dataclass(frozen=True)
class Announcement:
    """`category`: the path of the one under which all of it is found; empty where it holds for the whole shop."""

    text: str
    category: str


async def _read() -> Mapping[UUID, Promotion]:
    stored = await StoredPromotion.find({"status": PromotionStatus.LIVE.value}).to_list()
    return {each.id: each.promotion for each in stored}


async def _announcing() -> list[tuple[Promotion, Announcement]]:
    """Those that have a word for everybody and something left to give, the one whose turn is first first."""
    live = sorted((await live_promotions()).values(), key=lambda each: each.order)
    speaking = [each for each in live if each.announcement and not _for_some(each)]
    limited = [each.id for each in speaking if each.limits.overall is not None or each.limits.budget is not None]
    uses = await PromotionUses.find({"_id": {"$in": limited}}).to_list() if limited else []
    used = {each.id: each for each in uses}
    left = [each for each in speaking if not _used_up(each, used.get(each.id))]
    return [(each, Announcement(each.announcement, _below(each))) for each in left]


_live = Remembered(_read)
_speaking = Remembered(_announcing)


def forget_promotions() -> None:
    _live.forget()
    _speaking.forget()


async def live_promotions(*, fresh: bool = False) -> Mapping[UUID, Promotion]:
    """By id, whether their window is open or not: that is asked when a cart is priced."""
    return await _live.look(fresh=fresh)


async def announcements(category: str = "") -> list[Announcement]:
    """What holds at this moment: for the front page all of it, for a category what can be had in it."""
    now = clock.now()
    heard = [(promotion, told) for promotion, told in await _speaking.look() if promotion.open_at(now)]
    return [told for promotion, told in heard if not category or _holds_in(promotion, category)]


def _for_some(promotion: Promotion) -> bool:
    return any(isinstance(condition, InGroup) for condition in promotion.all_of)


def _used_up(promotion: Promotion, used: PromotionUses | None) -> bool:
    overall, budget = promotion.limits.overall, promotion.limits.budget
    if used is None:
        return False
    return (overall is not None and used.uses >= overall) or (budget is not None and used.given >= budget)


def _holds_in(promotion: Promotion, category: str) -> bool:
    """Where all of the category, or something below it, is meant by its path and not left out by it."""
    scope = promotion.scope
    if scope is None:
        return False
    meant = (max(path, category, key=len) for path in scope.categories if _on_one_way(path, category))
    return any(not _all_of(scope.but_not, path) for path in meant)


def _on_one_way(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _all_of(scope: Scope | None, category: str) -> bool:
    """Surely: what makes an exception may be anywhere."""
    return scope is not None and scope.but_not is None and not scope.categories.isdisjoint(lineage(category))


def _below(promotion: Promotion) -> str:
    """The path that all of the scope's categories begin with."""
    scope = promotion.scope
    if scope is None or scope.products or scope.skus or scope.collections:
        return ""
    branches = [path.split("/") for path in scope.categories]
    same = takewhile(lambda names: len(set(names)) == 1, zip(*branches, strict=False))
    return "/".join(names[0] for names in same)
