"""What users refuses."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from domains.shared.errors import Forbidden, Invalid, NotFound, Refusal

from .permissions import Permission

if TYPE_CHECKING:
    from .models import Person


class BadCredentials(Refusal):
    """Deliberately the same for an unknown address, a wrong password and a disabled person. `tried` is whose password
    it should have been, where there is somebody: for the audit log alone."""

    status: ClassVar[int] = 401
    told: ClassVar[str] = "This e-mail address and password do not belong together."

    def __init__(self, tried: "Person | None" = None) -> None:
        super().__init__(self.told)
        self.tried = tried


class BadPasskey(BadCredentials):
    """The same for one that is unknown, forged, used up, somebody's who is disabled, or none at all."""

    told = "This passkey did not let you in. Try again, or sign in with your password."


class EmailTaken(Refusal):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} already has an account.")


class WeakPassword(Invalid):
    def __init__(self, message: str) -> None:
        super().__init__(message, {"password": message})


class UnknownRole(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such role.")


class NoSuchStaff(NotFound):
    def __init__(self) -> None:
        super().__init__("Nobody of the staff is meant by this.")


class NoSuchCustomer(NotFound):
    """Unknown, gone, and working here are told alike."""

    def __init__(self) -> None:
        super().__init__("There is no customer to be found here. Whoever works here is among the staff.")


class NoSuchKey(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such key.")


class BeyondYou(Forbidden):
    """Who gives, takes or changes something must hold it."""

    def __init__(self, lacking: Sequence[Permission]) -> None:
        told = "; ".join(each.sentence for each in lacking[:3])
        more = " and more" if len(lacking) > 3 else ""
        why = f": you may not {told}{more}" if lacking else ""
        super().__init__(f"Only somebody who may do this too can give it, take it or change it{why}.")


class LastOwner(Refusal):
    def __init__(self) -> None:
        super().__init__("The shop would be left without an owner. Make somebody else an owner first.")


class RoleIsFixed(Refusal):
    def __init__(self) -> None:
        super().__init__("The owner's role holds everything and stays as it is, but for the days of its second factor.")


class NoPlace(Invalid):
    """A role cannot be limited to locations where it lets somebody change what lies at none."""

    def __init__(self, role: str, unlimitable: Sequence[Permission], field: str) -> None:
        told = "; ".join(each.sentence for each in unlimitable[:3])
        more = " and more" if len(unlimitable) > 3 else ""
        message = f"“{role}” cannot be limited to locations: it lets people {told}{more}, wherever that is."
        super().__init__(message, {field: message})


class RoleInUse(Refusal):
    def __init__(self, people: int) -> None:
        who = "1 person has" if people == 1 else f"{people} people have"
        super().__init__(f"{who} this role. Give them another one first.")


class ChangedMeanwhile(Refusal):
    def __init__(self) -> None:
        super().__init__("Somebody else has changed this meanwhile. Look at it again, then change it.")


class TooSoon(Refusal):
    """After many tries; `retry_after` is in seconds."""

    status: ClassVar[int] = 429

    def __init__(self, retry_after: int) -> None:
        times = f"{retry_after} seconds" if retry_after < 100 else f"{-(-retry_after // 60)} minutes"
        super().__init__(f"This was tried too many times. Please wait for {times} before you try again.")
        self.retry_after = retry_after


class WrongPassword(Invalid):
    """Of somebody who is signed in, and must prove it once more."""

    def __init__(self) -> None:
        message = "This is not your password."
        super().__init__(message, {"current": message})


class WrongCode(Invalid):
    """`by_app`: whether an authenticator app shows others."""

    def __init__(self, *, by_app: bool = True) -> None:
        way_on = "Wait for the next one, or use a recovery code." if by_app else "Use another of your recovery codes."
        message = f"This code is wrong, or has been used already. {way_on}"
        super().__init__(message, {"code": message})


class WrongPasskey(Invalid):
    """Of somebody who is half signed in, or wholly."""

    def __init__(self, message: str = "That was none of your passkeys. Try again, or enter a code.") -> None:
        super().__init__(message, {"passkey": message})


class NoSuchPasskey(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such passkey.")


class TooManyPasskeys(Refusal):
    def __init__(self, most: int) -> None:
        super().__init__(f"An account can have {most} passkeys. Remove one that you need no longer first.")


class NoSecondFactor(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no second factor to use or to change.")


class LinkGone(NotFound):
    """Unknown, used and over are told alike."""

    status: ClassVar[int] = 410

    def __init__(self) -> None:
        super().__init__("This link has been used or is too old. Please ask for a new one.")


class StaffStay(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "You work here, and your account is needed for that. Whoever looks after the staff can say that you work"
            " here no longer: then it is yours to delete. The shop's only owner makes somebody else an owner first."
        )


class WorksHere(Invalid):
    def __init__(self, email: str) -> None:
        message = f"{email} works here already. Change their roles on their page."
        super().__init__(message, {"email": message})


class KeptOut(Invalid):
    def __init__(self, email: str) -> None:
        message = f"{email} is kept out as a customer. Somebody who may lets them in again first."
        super().__init__(message, {"email": message})
