"""What users refuses."""

from typing import ClassVar

from domains.shared.errors import Invalid, Refusal


class BadCredentials(Refusal):
    """Deliberately the same for an unknown address, a wrong password and a disabled person."""

    status: ClassVar[int] = 401

    def __init__(self) -> None:
        super().__init__("This e-mail address and password do not belong together.")


class EmailTaken(Refusal):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} already has an account.")


class WeakPassword(Invalid):
    def __init__(self, message: str) -> None:
        super().__init__(message, {"password": message})
