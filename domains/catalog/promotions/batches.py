"""The codes of a promotion for staff: one by one and many at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from pymongo.errors import BulkWriteError

from ...shared import clock
from ...shared.errors import Invalid
from .. import finding
from ..errors import Unknown
from ..models import CouponCode
from .coupons import LONGEST, RANDOM, folded, made_up, well_formed
from .editing import find_promotion

MOST_AT_ONCE: Final = 10_000
CHUNK: Final = 1_000
PAGE: Final = 50
ODD: Final = "Use letters and digits with hyphens between them, 3 to 40 characters."


@dataclass(frozen=True)
class CodePage:
    """`after` leads to the next page, empty on the last."""

    codes: tuple[CouponCode, ...]
    after: str


async def add_codes(promotion_id: UUID, prefix: str, count: int) -> int:
    """So many new codes, made up at random behind the prefix."""
    await _asks_for_codes(promotion_id)
    if not 1 <= count <= MOST_AT_ONCE:
        told = f"Give a number from 1 to {MOST_AT_ONCE}."
        raise Invalid(told, {"count": told})
    if prefix and (not well_formed(f"{prefix}-AAAA") or len(prefix) > LONGEST - RANDOM - 2):
        told = f"Use at most {LONGEST - RANDOM - 2} letters and digits."
        raise Invalid(told, {"prefix": told})
    batch, added = f"{prefix or 'codes'} {clock.now():%Y-%m-%d %H:%M}", 0
    while added < count:  # the rare one that exists already is made up anew
        fresh = [made_up(prefix.upper()) for _ in range(min(CHUNK, count - added))]
        added += len(await insert_codes(promotion_id, fresh, batch))
    return added


async def add_code(promotion_id: UUID, written: str) -> CouponCode:
    """A code of the shop's own choice. Invalid when it is taken: one code is of one promotion."""
    await _asks_for_codes(promotion_id)
    written = written.strip().upper()
    if not well_formed(written):
        raise Invalid(ODD, {"code": ODD})
    if not await insert_codes(promotion_id, [written], ""):
        told = "There is a code that reads like this already."
        raise Invalid(told, {"code": told})
    return await finding.one(CouponCode, folded(written), "There is no such code.")


async def disable_code(promotion_id: UUID, code: str, *, disabled: bool = True) -> CouponCode:
    """Nobody can use it from now on, or again; orders that did keep what it gave."""
    found = await CouponCode.get(folded(code))
    if found is None or found.promotion_id != promotion_id:
        raise Unknown("There is no such code.")
    if found.disabled != disabled:
        await CouponCode.get_pymongo_collection().update_one({"_id": found.id}, {"$set": {"disabled": disabled}})
        found.disabled = disabled
    return found


async def switch_codes(keys: Collection[str], *, disabled: bool) -> None:
    """Many at once, by their keys."""
    change = {"$set": {"disabled": disabled}}
    await CouponCode.get_pymongo_collection().update_many({"_id": {"$in": list(keys)}}, change)


async def coupon_codes(promotion_id: UUID, after: str = "", find: str = "") -> CodePage:
    """In the order of their keys; `find` is a whole code."""
    wanted: dict[str, Any] = {"promotion_id": promotion_id}
    if find:
        wanted["_id"] = folded(find)
    elif after:
        wanted["_id"] = {"$gt": after}
    found = await CouponCode.find(wanted).sort("_id").limit(PAGE + 1).to_list()
    return CodePage(tuple(found[:PAGE]), found[PAGE - 1].id if len(found) > PAGE else "")


async def _asks_for_codes(promotion_id: UUID) -> None:
    if not (await find_promotion(promotion_id)).promotion.by_code:
        raise Invalid("This promotion is given without a code.", {"code": "Let the promotion ask for a code first."})


async def insert_codes(promotion_id: UUID, written: Sequence[str], batch: str, *, disabled: bool = False) -> list[str]:
    """The keys of those that did not exist yet."""
    now = clock.now()
    rows = {
        folded(code): {
            "_id": folded(code),
            "written": code,
            "promotion_id": promotion_id,
            "uses": 0,
            "disabled": disabled,
            "batch": batch,
            "created_at": now,
        }
        for code in written
    }
    try:
        await CouponCode.get_pymongo_collection().insert_many(rows.values(), ordered=False)
    except BulkWriteError as error:
        failed = error.details["writeErrors"]
        if any(each["code"] != 11000 for each in failed):  # anything but: exists already
            raise
        keys = list(rows)
        return [key for key in keys if key not in {keys[each["index"]] for each in failed}]
    return list(rows)
