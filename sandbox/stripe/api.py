"""The way of every API request: key, idempotency, ordered faults, parameter checks, the deed, the answer."""

import asyncio
import base64
from urllib.parse import parse_qsl

from litestar import Request, Response, route
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath

from . import operations, params
from .errors import CardError, InvalidParams, InvalidRequest, ServerError, StripeRefusal, Unauthorized
from .events import API_VERSION
from .expand import expanded
from .faults import How
from .idempotency import Reply, fingerprint
from .objects import StripeDict, new_id
from .operations import Operation
from .site import Call, Site

LONGEST_KEY = 255
ApiRequest = Request[None, None, State]


@route(["/stripe/v1/{path:path}", "/v1/{path:path}"], http_method=["GET", "POST", "DELETE"])
async def api(request: ApiRequest, path: FromPath[str], site: NamedDependency[Site]) -> Response[StripeDict]:
    request_id = new_id("req", 14)
    try:
        reply = await _reply(request, path, site, request_id)
    except StripeRefusal as refusal:
        reply = Reply(refusal.status, refusal.body())
    headers = {"Request-Id": request_id, "Stripe-Version": API_VERSION} | reply.headers
    if key := request.headers.get("idempotency-key"):
        headers["Idempotency-Key"] = key
    if reply.drop_connection:
        headers["Sandbox-Drop-Connection"] = "yes"
    return Response(reply.body, status_code=reply.status, headers=headers, media_type="application/json")


async def _reply(request: ApiRequest, path: str, site: Site, request_id: str) -> Reply:
    _authorise(request)
    operation, ids = operations.find(request.method, path.rstrip("/"))
    given = params.decode(await _pairs(request))
    key = request.headers.get("idempotency-key") if request.method == "POST" else None
    if key and len(key) > LONGEST_KEY:
        raise InvalidParams(f"An idempotency key may have up to {LONGEST_KEY} characters.")
    call = Call(site, given, ids, request_id, key)
    wanted = fingerprint(f"/v1{path}", given)
    with site.keys.held(key):
        if key and (saved := site.keys.replay(key, wanted)):
            return saved
        if site.faults.api_delay_ms:
            await asyncio.sleep(site.faults.api_delay_ms / 1000)
        fault = site.faults.next_failure(operation.name)
        return _done(call, operation, wanted, fault)


def _done(call: Call, operation: Operation, wanted: str, fault: How | None) -> Reply:
    """Runs the deed and keeps its answer in one transaction, so that no crash can part them."""
    keys, objects = call.site.keys, call.objects
    if fault == "drop_before":
        return Reply(200, {}, drop_connection=True)
    try:
        with objects.transaction():
            _refuse(fault)
            reply = _trouble() if fault == "error" else _executed(call, operation)
            reply = _trouble() if fault == "error_after" else reply
            keys.save(call.idempotency_key, wanted, reply)
    except StripeRefusal as refusal:
        reply = Reply(refusal.status, refusal.body())
        if refusal.saved:
            keys.save(call.idempotency_key, wanted, reply)
    reply.drop_connection = fault == "drop"
    return reply


def _executed(call: Call, operation: Operation) -> Reply:
    call.params = params.check(call.params, operation.params)
    operation.refuse_the_rest(call.params)
    try:
        return Reply(200, expanded(call, operation.run(call)))
    except CardError as declined:  # unlike other refusals, what was tried stays
        return Reply(declined.status, declined.body())


def _refuse(fault: How | None) -> None:
    if fault == "refuse":
        raise InvalidRequest("This charge has been disputed and cannot be refunded.", code="charge_disputed")
    if fault == "refuse_for_now":
        raise InvalidRequest(
            "Insufficient funds in your Stripe balance to refund this amount.", code="insufficient_funds"
        )


def _trouble() -> Reply:
    error = ServerError("Sandbox: this failure was ordered at /stripe/_control.")
    return Reply(error.status, error.body())


def _authorise(request: ApiRequest) -> None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        key = _user_of(key)
    if not key:
        raise Unauthorized("You did not provide an API key.")
    if not key.startswith(("sk_test_", "rk_test_")):
        raise Unauthorized(f"Invalid API Key provided: {key[:7]}***; the sandbox takes test keys (sk_test_…) only.")
    version = request.headers.get("stripe-version", API_VERSION)
    if version != API_VERSION:
        raise InvalidParams(f"Sandbox: only the API version {API_VERSION} is emulated, not {version}.")
    if request.headers.get("stripe-account"):
        raise InvalidParams("Sandbox: connected accounts (Stripe-Account) are not emulated.")


def _user_of(credentials: str) -> str:
    try:
        return base64.b64decode(credentials, validate=True).decode("latin-1").partition(":")[0]
    except ValueError:
        return ""


async def _pairs(request: ApiRequest) -> list[tuple[str, str]]:
    query = request.scope["query_string"] if request.method == "GET" else await request.body()
    try:
        return parse_qsl(query.decode(), keep_blank_values=True, strict_parsing=bool(query), max_num_fields=5000)
    except ValueError:
        raise InvalidParams("Invalid request body: only application/x-www-form-urlencoded is understood.") from None
