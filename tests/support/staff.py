"""Somebody of the staff with a role, and the same as one who acts."""

from domains import users

PASSWORD = "correct horse battery staple"


async def hired(email: str = "ada@barrow.example", role: str = "owner") -> users.Person:
    return await users.create_staff(email, PASSWORD, role, email.partition("@")[0].title())


def actor(person: users.Person) -> users.Actor:
    return users.Actor(person.email, person.id)
