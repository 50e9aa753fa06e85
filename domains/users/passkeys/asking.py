"""What a browser is asked to do with a key. Each question is for one browser, for five minutes, and answered once."""

from base64 import b64decode, b64encode
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from domains.shared.redis import redis
from domains.shared.settings import settings

from ..errors import NoSuchPasskey
from ..factors import second_factors
from ..models import Passkey, Person
from ..relying_party import RelyingParty, relying_party
from ..sealing import digest
from ..slowing import asked

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

LASTS: Final = 300  # seconds


class Ceremony(StrEnum):
    """What a key is asked for. A question belongs to what its browser holds then: the session, half a sign-in, or a
    cookie made for it."""

    ADD = "add"
    AGAIN = "again"
    SECOND = "second"
    ALONE = "alone"


async def ask_to_add_passkey(person: Person, session_id: UUID) -> str:
    """As JSON for `parseCreationOptionsFromJSON`. NoSuchPasskey where the shop's address can have none."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    party = _party()
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=settings().shop_name,
        user_id=person.id.bytes,
        user_name=person.email,
        user_display_name=person.name or person.email,
        timeout=LASTS * 1000,
        # so that it can stand alone where it is able to, and a plain security key is still a second factor
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_named((await second_factors(person.id)).passkeys),
    )
    await _keep(Ceremony.ADD, str(session_id), options.challenge)
    return options_to_json(options)


async def ask_for_passkey(person: Person, ceremony: Ceremony, bearer: str) -> str:
    """One of theirs, beside the password that was right: JSON for `parseRequestOptionsFromJSON`. NoSuchPasskey."""
    passkeys = (await second_factors(person.id)).passkeys
    if not passkeys:
        raise NoSuchPasskey
    return await _ask(ceremony, bearer, passkeys)


async def ask_for_any_passkey(bearer: str) -> str:
    """Whosever it is, in place of a password: its device has to know its owner by finger, face or number."""
    return await _ask(Ceremony.ALONE, bearer, ())


async def take_question(ceremony: Ceremony, bearer: str) -> bytes | None:
    """The challenge that this browser was given; None where there is none any more. Unavailable without Redis."""
    kept = await asked(redis().getdel(_name(ceremony, bearer)))
    return b64decode(kept) if kept else None


async def _ask(ceremony: Ceremony, bearer: str, passkeys: tuple[Passkey, ...]) -> str:
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    alone = ceremony is Ceremony.ALONE
    options = generate_authentication_options(
        rp_id=_party().id,
        timeout=LASTS * 1000,
        allow_credentials=_named(passkeys),
        user_verification=UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.PREFERRED,
    )
    await _keep(ceremony, bearer, options.challenge)
    return options_to_json(options)


def _party() -> RelyingParty:
    party = relying_party()
    if party is None:
        raise NoSuchPasskey
    return party


def _named(passkeys: tuple[Passkey, ...]) -> "list[PublicKeyCredentialDescriptor]":
    from webauthn.helpers.structs import AuthenticatorTransport, PublicKeyCredentialDescriptor

    return [
        PublicKeyCredentialDescriptor(
            id=each.credential_id, transports=[AuthenticatorTransport(way) for way in each.transports]
        )
        for each in passkeys
    ]


async def _keep(ceremony: Ceremony, bearer: str, challenge: bytes) -> None:
    await asked(redis().set(_name(ceremony, bearer), b64encode(challenge).decode(), ex=LASTS))


def _name(ceremony: Ceremony, bearer: str) -> str:
    return f"passkey:{ceremony}:{digest(bearer)}"
