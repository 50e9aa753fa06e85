"""How an update changes an object: metadata merges key by key, an empty string unsets, the rest replaces."""

from .objects import StripeDict


def merged_metadata(present: StripeDict | None, wanted: StripeDict | str | None) -> StripeDict:
    if wanted == "":
        return {}
    changes = wanted if isinstance(wanted, dict) else {}
    return {key: text for key, text in {**(present or {}), **changes}.items() if text != ""}


def changed(thing: StripeDict, params: StripeDict, names: tuple[str, ...]) -> tuple[StripeDict, StripeDict]:
    """The object with the named parameters applied, and the previous values of what differs."""
    after = thing | {name: None if params[name] == "" else params[name] for name in names if name in params}
    if "metadata" in params:
        after["metadata"] = merged_metadata(thing["metadata"], params["metadata"])
    return after, {name: thing[name] for name in after if thing.get(name) != after[name]}
