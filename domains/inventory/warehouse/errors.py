"""What is refused to who works with transfers and purchase orders."""

from collections.abc import Mapping

from domains.shared.errors import Invalid, Refusal

MOST_NAMED = 5


class DocumentChanged(Refusal):
    """Somebody else was faster."""

    def __init__(self, by: str) -> None:
        super().__init__(f"Meanwhile {by or 'somebody'} has changed this. Look at it as it is now, then go on.")


class NotNow(Refusal):
    """What is asked for does not fit the document's state."""

    def __init__(self, number: str, state: str) -> None:
        super().__init__(f"{number} is {state.replace('_', ' ')}: this cannot be done to it now.")


class NotFree(Refusal):
    """`short` maps every SKU of which there is not enough to what is free of it; nothing was kept."""

    def __init__(self, short: Mapping[str, int], where: str) -> None:
        self.short = dict(short)
        named = [f"{free or 'none'} of {sku}" for sku, free in list(self.short.items())[:MOST_NAMED]]
        more = f" and too few of {len(self.short) - MOST_NAMED} others" if len(self.short) > MOST_NAMED else ""
        super().__init__(
            f"There is not enough free at {where}: {', '.join(named)}{more}. What orders hold stays for them."
        )


class LinesRefused(Invalid):
    """Nothing was taken of these lines; `fields` names each wrong one by its field."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(next(iter(wrong.values())), wrong)


class SupplierTaken(Invalid):
    def __init__(self) -> None:
        told = "There is a supplier of this name already."
        super().__init__(told, {"name": told})


class SupplierChanged(Refusal):
    def __init__(self) -> None:
        super().__init__("Somebody else has changed this supplier meanwhile. Look at it again, then change it.")
