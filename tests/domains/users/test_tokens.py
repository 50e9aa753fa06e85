"""An access token is believed when this shop signed it for this purpose a moment ago, and never otherwise."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domains import users
from domains.shared.settings import settings
from domains.users import tokens
from domains.users.tokens import Audience

Change = Callable[[dict[str, Any], dict[str, Any]], None]


@pytest.fixture
async def access(shop: None) -> str:
    person = await users.create_staff("ada@example.com", "a long enough passphrase")
    return (await users.start_session(person.id, "", "")).access


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    def change(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield change
    monkeypatch.undo()
    settings.cache_clear()


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def parts(access: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return jwt.get_unverified_header(access), jwt.decode(access, options={"verify_signature": False})


def resigned(access: str, change: Change) -> str:
    """By the shop's own key, with something else in it."""
    head, said = parts(access)
    key = tokens._known()[head["kid"]]
    change(head, said)
    return jwt.encode(said, key, algorithm="EdDSA", headers=head)


def test_it_names_who_and_which_session_and_lasts_five_minutes(access: str) -> None:
    head, said = parts(access)
    assert (head["alg"], head["typ"]) == ("EdDSA", "at+jwt")
    assert set(said) == {"iss", "aud", "sub", "sid", "iat", "exp"}
    assert said["exp"] - said["iat"] == 300
    read = tokens.read(access, Audience.SHOP)
    assert read is not None
    assert (str(read.person_id), str(read.session_id)) == (said["sub"], said["sid"])


WRONG: dict[str, Change] = {
    "another audience": lambda head, said: said.update(aud="api"),
    "several audiences": lambda head, said: said.update(aud=["shop", "api"]),
    "another shop": lambda head, said: said.update(iss="https://evil.example"),
    "another kind": lambda head, said: head.update(typ="JWT"),
    "no kind": lambda head, said: head.update(typ=None),
    "an unknown key": lambda head, said: head.update(kid="2026-01-01.000000000000"),
    "a path for a key": lambda head, said: head.update(kid="../../../../dev/null"),
    "no key": lambda head, said: head.pop("kid"),
    "over": lambda head, said: said.update(exp=datetime.now(UTC) - timedelta(seconds=6)),
    "not yet": lambda head, said: said.update(iat=datetime.now(UTC) + timedelta(minutes=1)),
    "without an end": lambda head, said: said.pop("exp"),
    "without a session": lambda head, said: said.pop("sid"),
    "a session that is none": lambda head, said: said.update(sid="1 OR 1=1"),
    "a person that is none": lambda head, said: said.update(sub="%00"),
    "something critical": lambda head, said: head.update(crit=["own"], own=1),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_even_with_the_right_signature_it_must_say_the_right_things(access: str, change: Change) -> None:
    assert tokens.read(resigned(access, lambda head, said: None), Audience.SHOP) is not None
    assert tokens.read(resigned(access, change), Audience.SHOP) is None


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "HS256", "ES256", "RS256", ""])
def test_the_algorithm_is_ours_to_choose(access: str, alg: str) -> None:
    head, said = parts(access)
    key = tokens._known()[head["kid"]]
    signed = f"{encoded(head | {'alg': alg})}.{encoded(said)}"
    public = key.public_key().public_bytes_raw()
    mark = base64.urlsafe_b64encode(hmac.digest(public, signed.encode(), hashlib.sha256)).rstrip(b"=").decode()
    for signature in ("", mark, access.rpartition(".")[2]):
        assert tokens.read(f"{signed}.{signature}", Audience.SHOP) is None


def test_a_key_that_the_token_brings_itself_is_not_used(access: str) -> None:
    head, said = parts(access)
    own = Ed25519PrivateKey.generate()
    jwk = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(own.public_key()))
    for brought in ({"jwk": jwk}, {"jku": "https://evil.example/keys"}, {"x5u": "https://evil.example/chain"}):
        forged = jwt.encode(said, own, algorithm="EdDSA", headers=head | brought)
        assert tokens.read(forged, Audience.SHOP) is None


def test_every_single_changed_sign_is_noticed(access: str) -> None:
    """But for the last, whose lower bits are no part of the signature."""
    for place in range(0, len(access) - 1, 3):
        other = "A" if access[place] != "A" else "B"
        assert tokens.read(access[:place] + other + access[place + 1 :], Audience.SHOP) is None


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "\x00", "é.é.é", "x" * 5_000, "eyJ.eyJ."])
def test_what_is_no_token_is_none(shop: None, text: str) -> None:
    assert tokens.read(text, Audience.SHOP) is None


def test_keys_change_by_the_day_and_those_of_yesterday_still_hold(access: str) -> None:
    head, _ = parts(access)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1), tick=False):
        assert head["kid"] in tokens._known()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2), tick=False):
        assert head["kid"] not in tokens._known()


async def test_a_new_secret_signs_nobody_out_while_the_former_is_named(
    access: str, secret: Callable[..., None]
) -> None:
    former = settings().secret_key
    secret(SECRET_KEY="another secret, as long as it takes to be taken")
    assert await users.session(access) is None
    secret(FORMER_SECRET_KEY=former)
    assert await users.session(access) is not None
