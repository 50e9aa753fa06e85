"""Who of the staff may work: with whatever they come, and whatever their roles allow."""

from app.commands import demo_login
from domains import users
from domains.shared import clock
from domains.shared.settings import settings


def may_enter(person: users.Person) -> bool:
    """The demonstration's owner has a password that lies beside its data: no key to a real shop."""
    return person.is_staff and (settings().sandboxed or person.email.lower() != demo_login.EMAIL)


def overdue(person: users.Person) -> bool:
    """Whether who works here should have set up a second factor by now."""
    due = person.second_factor_due
    return person.second_factor_at is None and due is not None and clock.now() >= due
