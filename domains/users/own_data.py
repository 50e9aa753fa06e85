"""What users know of somebody, as they may take it away with them."""

from typing import Any
from uuid import UUID

from domains.shared.addresses import filled_in

from .address_book import address_book
from .database import database
from .factors import second_factors
from .groups import groups_by_hand
from .models import Person
from .profiles import consents
from .sessions import sessions


async def own_data(person_id: UUID) -> dict[str, Any]:
    """As JSON knows it; nothing that opens anything is in it."""
    async with database.reading() as session:
        person = await session.get_one(Person, person_id)
    book = await address_book(person_id)
    return {
        "profile": {
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "language": person.language,
            "registered": person.created_at,
            "address_verified": person.verified_at,
            "second_factor_since": person.second_factor_at,
            "customer_groups": sorted(await groups_by_hand(person_id)),
        },
        "addresses": [
            filled_in(each.address) | {"for_delivery": each.for_delivery, "for_billing": each.for_billing}
            for each in book.saved
        ],
        "consents": [
            {"given": each.given, "wording": each.wording, "at": each.at} for each in await consents(person_id)
        ],
        "passkeys": [
            {"name": each.name, "added": each.made_at, "last_used": each.used_at}
            for each in (await second_factors(person_id)).passkeys
        ],
        "sessions": [
            {"begun": each.started_at, "last_used": each.seen_at, "device": each.user_agent, "address": each.ip}
            for each in await sessions(person_id)
        ],
    }
