"""What others tell us: Stripe about payments."""

from litestar import Response, post
from litestar.status_codes import HTTP_200_OK

from app.requests import Request
from domains import payments

EVENT_LIMIT = 1024 * 1024  # bytes; Stripe's events are a few kB, with many lines some tens


@post(
    "/webhooks/stripe",
    name="webhooks.stripe",
    status_code=HTTP_200_OK,
    request_max_body_size=EVENT_LIMIT,
    opt={"from_anywhere": True, "rate": "none"},
)
async def stripe(request: Request) -> Response[dict[str, bool]]:
    """The raw body is what is signed. Kept first, acted on by a worker: Stripe waits only for the keeping."""
    await payments.receive(await request.body(), request.headers.get("stripe-signature", ""))
    return Response({"received": True})
