"""Stripe's error answers: status, type, code, message, and whether the idempotency key keeps them."""

from typing import Any


class StripeRefusal(Exception):
    """`saved`: once a request was executed, Stripe keeps its answer under its key; not while it is checked."""

    status = 400
    type = "invalid_request_error"
    saved = True

    def __init__(self, message: str, *, code: str | None = None, param: str | None = None, **more: Any) -> None:
        super().__init__(message)
        self.message = message
        self.fields = {"code": code, "param": param, **more}

    def body(self) -> dict[str, Any]:
        known = {name: value for name, value in self.fields.items() if value is not None}
        return {"error": {"type": self.type, "message": self.message, **known}}


class InvalidRequest(StripeRefusal):
    """The request was understood and executed, and cannot be done."""


class InvalidParams(StripeRefusal):
    """The request did not pass the checks in front of the endpoint."""

    saved = False


class NotEmulated(InvalidParams):
    def __init__(self, what: str, emulated: str, param: str | None = None) -> None:
        super().__init__(
            f"Sandbox: {what} is not emulated; only {emulated} is.", code="sandbox_not_emulated", param=param
        )


class UnknownUrl(StripeRefusal):
    status = 404
    saved = False


class NoSuchObject(StripeRefusal):
    status = 404

    def __init__(self, noun: str, object_id: str, param: str = "id") -> None:
        super().__init__(f"No such {noun}: '{object_id}'", code="resource_missing", param=param)


class Unauthorized(StripeRefusal):
    status = 401
    saved = False


class CardError(StripeRefusal):
    """A declined card: unlike other refusals, what was tried is kept (failed charge, last_payment_error, events)."""

    status = 402
    type = "card_error"


class IdempotencyMismatch(StripeRefusal):
    type = "idempotency_error"
    saved = False


class KeyInUse(StripeRefusal):
    status = 409
    type = "idempotency_error"
    saved = False


class ServerError(StripeRefusal):
    status = 500
    type = "api_error"
