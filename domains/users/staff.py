"""The people who run the shop."""

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import selectinload

from domains.shared.errors import Invalid

from . import passwords
from .database import database
from .errors import EmailTaken
from .models import Credential, Person, PersonRole, Role
from .queries import person_by_email


async def create_staff(email: str, password: str, role: Role = Role.OWNER, name: str = "") -> Person:
    """A new person with a password and a role. EmailTaken, WeakPassword or Invalid change nothing."""
    address = _checked(email)
    passwords.require_strong(password)
    password_hash = await passwords.hashed(password)
    async with database.transaction() as session:
        if await person_by_email(session, address):
            raise EmailTaken(address)
        person = Person(email=address, name=name, roles=[PersonRole(role=role)])
        session.add(person)
        await session.flush()
        session.add(Credential(person_id=person.id, password_hash=password_hash))
    return person


async def staff() -> list[Person]:
    """Everybody with a role, oldest first."""
    async with database.reading() as session:
        found = await session.execute(
            sa.select(Person).where(Person.roles.any()).order_by(Person.created_at).options(selectinload(Person.roles))
        )
        return list(found.scalars())


def _checked(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        message = "Enter an e-mail address like name@example.com."
        raise Invalid(message, {"email": message}) from None
