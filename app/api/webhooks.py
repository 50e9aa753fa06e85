"""What others tell us: Stripe about payments."""

from litestar import Response, post
from litestar.status_codes import HTTP_200_OK

from app.requests import Request
from app.security.declarations import From, Of, Rate, done_by
from domains import payments

EVENT_LIMIT = 1024 * 1024  # bytes; Stripe's events are a few kB, with many lines some tens


@post(
    "/webhooks/stripe",
    name="webhooks.stripe",
    opt=done_by(of=Of.SENDER, rate=Rate.NONE, sent_from=From.SIGNED),
    status_code=HTTP_200_OK,
    request_max_body_size=EVENT_LIMIT,
)
async def stripe(request: Request) -> Response[dict[str, bool]]:
    """The raw body is what is signed. Kept first, acted on by a worker: Stripe waits only for the keeping."""
    await payments.receive(await request.body(), request.headers.get("stripe-signature", ""))
    return Response({"received": True})
