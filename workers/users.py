"""What accounts take on when an address is known to be theirs, and what people are told about their account."""

from uuid import UUID

from domains import notifications, orders, users

from .consumer import consumer


@consumer()
async def take_on_guests(fact: users.EmailVerified, event_id: UUID) -> None:
    await users.take_on(fact.person_id, fact.email, await orders.parties_of(fact.email))


@consumer()
async def take_on_order(fact: orders.OrderPaid, event_id: UUID) -> None:
    await users.take_on_order(fact.customer_id, fact.summary.email)


@consumer(queue="messages")
async def send_link(fact: users.LinkAsked, event_id: UUID) -> None:
    letter = await users.letter(fact.proof_id)
    if letter:
        await notifications.tell(letter.letter, letter.to, about=fact.proof_id, letter=letter, event_id=event_id)


@consumer(queue="messages")
async def password_changed(fact: users.PasswordChanged, event_id: UUID) -> None:
    await notifications.tell("password_changed", fact.email, about=fact.letter_id, name=fact.name, event_id=event_id)


@consumer(queue="messages")
async def second_factor_changed(fact: users.SecondFactorChanged, event_id: UUID) -> None:
    await notifications.tell(
        "second_factor_changed",
        fact.email,
        about=fact.letter_id,
        name=fact.name,
        added=fact.added,
        means=fact.means.value,
        only=fact.only,
        event_id=event_id,
    )


@consumer(queue="messages")
async def email_changed(fact: users.EmailChanged, event_id: UUID) -> None:
    """To the address that is theirs no longer."""
    await notifications.tell(
        "email_changed", fact.email, about=fact.letter_id, name=fact.name, now=fact.now, event_id=event_id
    )


@consumer(queue="messages")
async def session_ended(fact: users.RefreshTokenReused, event_id: UUID) -> None:
    person = await users.find_person(fact.person_id)
    if person:
        await notifications.tell(
            "session_ended", person.email, about=fact.session_id, name=person.name, event_id=event_id
        )
