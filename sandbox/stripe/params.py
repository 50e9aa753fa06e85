"""Request parameters, checked against the SDK's typed dicts, which are generated from Stripe's own specification."""

import re
import sys
import types
import typing
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, Literal

import typing_extensions
from stripe import RequestOptions

from .errors import InvalidParams
from .objects import StripeDict

_KEY = re.compile(r"\[([^\[\]]*)\]")
DEEPEST = 12
_UNIONS: tuple[object, ...] = (typing.Union, types.UnionType)


def decode(pairs: Iterable[tuple[str, str]]) -> StripeDict:
    """Stripe's bracketed form fields as nested dicts: `a[b][0]=1` is `{"a": {"b": {"0": "1"}}}`."""
    decoded: StripeDict = {}
    for name, value in pairs:
        head, *rest = name.partition("[")[0], *_KEY.findall(name)
        if len(rest) > DEEPEST:
            raise InvalidParams("Invalid object: nested too deeply", param=head)
        place = decoded
        for part, following in zip([head, *rest], [*rest, None], strict=True):
            part = part or (str(len(place)) if place is not decoded else "")
            if following is None:
                place[part] = value
            else:
                place = place.setdefault(part, {})
                if not isinstance(place, dict):
                    raise InvalidParams(f"Invalid object: {name}", param=head)
    return decoded


def check(params: StripeDict, typed_dict: type | None) -> StripeDict:
    """The parameters with their Python types; refuses unknown, missing and ill-typed ones in Stripe's words."""
    if typed_dict is None:
        if params:
            raise _unknown(list(params))
        return {}
    return _dict(params, typed_dict, "")


@cache
def fields(typed_dict: type) -> dict[str, tuple[Any, bool]]:
    """Each parameter's annotation and whether it is required. The SDK imports names for type checking only,
    so `get_type_hints` fails on it; those few fall back to Any."""
    module = vars(sys.modules[typed_dict.__module__])
    found = {}
    for name, note in typed_dict.__annotations__.items():
        if name in RequestOptions.__annotations__:
            continue
        origin: Any = typing_extensions.get_origin(note)
        required = origin is not typing_extensions.NotRequired
        found[name] = (note if required else typing_extensions.get_args(note)[0], required)
    return {name: (_resolved(note, module), required) for name, (note, required) in found.items()}


def _resolved(note: Any, module: dict[str, Any]) -> Any:
    if isinstance(note, typing.ForwardRef):
        note = note.__forward_arg__
    if isinstance(note, str):
        try:
            return _resolved(eval(note, module), module)  # noqa: S307 (the SDK's own source)
        except NameError:
            return Any
    origin: Any = typing.get_origin(note)
    if origin in (list, dict, *_UNIONS):
        args = tuple(_resolved(arg, module) for arg in typing.get_args(note))
        return typing.Union[args] if origin in _UNIONS else origin[args]  # noqa: UP007 (a union of computed members)
    return note


def _dict(params: Any, typed_dict: type, path: str) -> StripeDict:
    if not isinstance(params, dict):
        raise InvalidParams("Invalid object", param=path)
    known = fields(typed_dict)
    unknown = [_join(path, name) for name in params if name not in known]
    if unknown:
        raise _unknown(unknown)
    for name, (_, required) in known.items():
        if required and name not in params:
            raise missing(_join(path, name))
    return {name: _value(value, known[name][0], _join(path, name)) for name, value in params.items()}


def _value(value: Any, note: Any, path: str) -> Any:
    options = list(typing.get_args(note)) if typing.get_origin(note) in _UNIONS else [note]
    if value == "" and any("" in _literals(option) for option in options):
        return ""
    if isinstance(value, dict):
        return _nested(value, options, path)
    literals = [text for option in options for text in _literals(option) if text]
    if literals and value in literals:
        return value
    plain = [option for option in options if option in (int, bool, float, Decimal)]
    for kind in plain:
        return _number(value, kind, path)
    if literals:
        raise InvalidParams(f"Invalid {path}: must be one of {_listed(literals)}", param=path)
    if Any in options:
        return value
    if str not in options:
        raise InvalidParams("Invalid object" if options else "Invalid value", param=path)
    if value == "":
        raise InvalidParams(
            f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a parameter; "
            f"however '{path}' cannot be unset. You should remove '{path}' from your request or supply a "
            "non-empty value.",
            code="parameter_invalid_empty",
            param=path,
        )
    return value


def _nested(value: StripeDict, options: list[Any], path: str) -> Any:
    for option in options:
        if typing_extensions.is_typeddict(option):
            return _dict(value, option, path)
        if typing.get_origin(option) is list:
            item = typing.get_args(option)[0]
            return [_value(value[key], item, f"{path}[{key}]") for key in sorted(value, key=_index)]
        if typing.get_origin(option) is dict:
            return metadata(value, path)
    if Any in options:
        return value
    raise InvalidParams("Invalid string: must be a string", param=path)


def metadata(value: StripeDict, path: str) -> StripeDict:
    """Free-form pairs, within Stripe's limits: 50 keys of 40 characters, values of 500."""
    if len(value) > 50:
        raise InvalidParams("You cannot have more than 50 metadata keys.", param=path)
    for key, text in value.items():
        if not isinstance(text, str):
            raise InvalidParams("Metadata values must be strings", param=f"{path}[{key}]")
        if len(key) > 40 or len(text) > 500:
            raise InvalidParams(
                "Metadata keys can have up to 40 characters and values up to 500 characters.", param=f"{path}[{key}]"
            )
    return value


def _number(value: str, kind: type, path: str) -> Any:
    if kind is bool:
        if value not in ("true", "false"):
            raise InvalidParams(f"Invalid boolean: {value}", param=path)
        return value == "true"
    if kind is int:
        if not re.fullmatch(r"-?[0-9]{1,18}", value):
            raise InvalidParams(f"Invalid integer: {value}", code="parameter_invalid_integer", param=path)
        return int(value)
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        raise InvalidParams(f"Invalid decimal: {value}", param=path)
    return kind(value)


def missing(path: str) -> InvalidParams:
    return InvalidParams(f"Missing required param: {path}.", code="parameter_missing", param=path)


def _unknown(paths: list[str]) -> InvalidParams:
    many = "s" if len(paths) > 1 else ""
    message = f"Received unknown parameter{many}: {', '.join(paths)}"
    return InvalidParams(message, code="parameter_unknown", param=paths[0])


def _literals(option: Any) -> tuple[str, ...]:
    return typing.get_args(option) if typing.get_origin(option) in (Literal, typing_extensions.Literal) else ()


def _index(key: str) -> int:
    return int(key) if key.isdigit() else 0


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _join(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name
