"""What a key has answered, held to what it was asked: challenge, origin, host, presence, signature."""

import logging
from typing import TYPE_CHECKING, Final

from ..models import Passkey
from ..relying_party import relying_party

if TYPE_CHECKING:
    from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
    from webauthn.helpers.structs import AuthenticationCredential
    from webauthn.registration.verify_registration_response import VerifiedRegistration

log = logging.getLogger(__name__)
LONGEST_ID: Final = 1_023  # bytes, as the standard has it
LONGEST_KEY: Final = 2_048


def read(answer: str) -> "AuthenticationCredential | None":
    """None for what is no answer of a key."""
    from webauthn.helpers import parse_authentication_credential_json

    try:
        return parse_authentication_credential_json(answer)
    except Exception:  # whatever strangers make of it; the library lets errors of its parts through
        return None


def made(answer: str, challenge: bytes) -> "tuple[VerifiedRegistration, list[str]] | None":
    """A new key and how it is reached; None for what is no right answer."""
    from webauthn import verify_registration_response
    from webauthn.helpers import parse_registration_credential_json

    party = relying_party()
    try:
        given = parse_registration_credential_json(answer)
        checked = verify_registration_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=party.id if party else "",
            expected_origin=party.origin if party else [],
        )
    except Exception as error:
        log.info("passkey.not_made error=%s", type(error).__name__)
        return None
    if len(checked.credential_id) > LONGEST_ID or len(checked.credential_public_key) > LONGEST_KEY:
        return None
    return checked, sorted({way.value for way in given.response.transports or ()})


def right(
    given: "AuthenticationCredential", key: Passkey, challenge: bytes, *, verified: bool
) -> "VerifiedAuthentication | None":
    """None for what this key has not answered to this challenge; `verified` where its device must have known its owner.
    What it has counted to is looked at once the signature vouches for it."""
    from webauthn import verify_authentication_response

    party = relying_party()
    try:
        checked = verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=party.id if party else "",
            expected_origin=party.origin if party else [],
            credential_public_key=key.public_key,
            credential_current_sign_count=0,
            require_user_verification=verified,
        )
    except Exception as error:
        log.info("passkey.refused person=%s error=%s", key.person_id, type(error).__name__)
        return None
    if key.sign_count and checked.new_sign_count <= key.sign_count:
        told, known = checked.new_sign_count, key.sign_count
        log.warning("passkey.count_went_back person=%s passkey=%s from=%s to=%s", key.person_id, key.id, known, told)
        return None
    return checked
