"""What people tell of themselves, and what they let us write about: given and withdrawn by the very words they saw."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from domains.shared import phones, texts
from domains.shared.errors import Invalid
from domains.shared.settings import settings

from .database import database
from .joining import checked_name
from .models import Consent, Person

WRONG_PHONE: Final = "Enter a phone number without an extension, such as +49 30 123456, or leave this empty."
ASKED: Final = "{shop} may write to me about new things and offers. I can end this here at any time."
ENDED: Final = "{shop} may no longer write to me about new things and offers."


@dataclass(frozen=True)
class Wording:
    """What somebody agrees to by these words. `mark` tells whether a form was shown with them."""

    text: str

    @property
    def mark(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


class OtherWords(Invalid):
    """The words have changed since the form was shown: nobody agrees to what they have not read."""

    def __init__(self) -> None:
        message = "What this says has changed since you opened the page. Please read it once more."
        super().__init__(message, {"marketing": message})


def wording() -> Wording:
    return Wording(ASKED.format(shop=settings().shop_name))


async def save_profile(person_id: UUID, name: str, phone: str, language: str, country: str) -> None:
    """`phone` in any spelling, of `country` where it names none. Invalid, with all that is wrong, changes nothing."""
    wrong: dict[str, str] = {}
    try:
        name = checked_name(name)
    except Invalid as invalid:
        wrong |= invalid.fields
    number = phones.e164(phone, country) if phone else ""
    if number is None:
        wrong["phone"] = WRONG_PHONE
    if language not in texts.LANGUAGES:
        wrong["language"] = "Choose one of these."
    if wrong:
        raise Invalid("There is something to correct.", wrong)
    told = {"name": name, "phone": number, "language": language}
    async with database.transaction() as session:
        await session.execute(sa.update(Person).where(Person.id == person_id).values(told))


async def consent(person_id: UUID, given: bool, seen: str = "") -> None:
    """To letters about goods; `seen` is the mark of the words that were agreed to, OtherWords where they are not those
    of today. Said twice it is written down once."""
    words = wording()
    if given and seen != words.mark:
        raise OtherWords
    async with database.transaction() as session:
        person = await session.get_one(Person, person_id, with_for_update=True)
        if (person.marketing_at is not None) == given:
            return
        text = words.text if given else ENDED.format(shop=settings().shop_name)
        session.add(Consent(person_id=person_id, given=given, wording=text))
        person.marketing_at = sa.func.now() if given else None


async def consents(person_id: UUID) -> Sequence[Consent]:
    """All of a person's, the newest first."""
    found = sa.select(Consent).where(Consent.person_id == person_id).order_by(Consent.id.desc())
    async with database.reading() as session:
        return (await session.scalars(found)).all()
