"""Fetches a picture from an address somebody typed, without letting it reach into our own network.

The host is resolved here, every address is checked, and the connection is made to a checked one: a name that points
elsewhere a moment later gains nothing. Each redirect is a new address and is checked again.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from ...shared.breakers import CircuitOpen, circuit
from ...shared.media import MAX_BYTES

Address = IPv4Address | IPv6Address
REDIRECTS = 3
CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 20.0
FAILURES = 2  # in a row, until a host is left alone
REST_SECONDS = 180.0  # as often as this it is asked again
TRANSLATED = IPv6Network("64:ff9b::/32")  # NAT64: an IPv4 address in disguise
HEADERS = {"Accept": "image/avif,image/webp,image/png,image/jpeg,image/gif", "Accept-Encoding": "identity"}


class PictureProblem(Exception):
    """Why there is no picture, in words for the merchant."""


class HostAway(PictureProblem):
    """The host's own fault, counted against it; later the picture may well be had."""


def is_public(address: Address) -> bool:
    """Whether it is out in the internet: neither ours, nor a neighbour's, nor an IPv6 way of writing one of those."""
    if isinstance(address, IPv6Address):
        if address in TRANSLATED or address.sixtofour or address.teredo:
            return False
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
    return address.is_global and not address.is_multicast


@dataclass(frozen=True)
class Downloads:
    """What may be reached and whose certificates count; both are for tests to widen."""

    allowed: Callable[[Address], bool] = is_public
    trust: ssl.SSLContext = field(default_factory=httpx.create_ssl_context)

    async def fetch(self, source: str) -> bytes:
        """At most MAX_BYTES within TOTAL_SECONDS; PictureProblem otherwise."""
        url = source
        for _ in range(1 + REDIRECTS):
            found = await self._step(_checked_url(url))
            if isinstance(found, bytes):
                return found
            url = found
        raise PictureProblem("Its address leads from one to the next too often.")

    async def _step(self, url: httpx.URL) -> bytes | str:
        """The file, or the address it has moved to."""
        try:
            async with circuit(f"pictures:{url.host}", failures=FAILURES, rest=REST_SECONDS):
                answer = await self._asked(url)
        except CircuitOpen:
            raise HostAway(f"{url.host} did not answer before and was left alone.") from None
        if isinstance(answer, PictureProblem):
            raise answer
        return answer

    async def _asked(self, url: httpx.URL) -> bytes | str | PictureProblem:
        """Raises only what is the host's fault; that this one file is not to be had is returned."""
        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                async with asyncio.timeout(CONNECT_SECONDS):
                    addresses = await _resolved(url.host, url.port or 443)
                if not addresses or not all(self.allowed(address) for address in addresses):
                    return PictureProblem(f"{url.host} is not a public address.")
                async with self._answer(url, addresses[0]) as response:
                    return await _read(url, response)
        except (TimeoutError, httpx.TimeoutException):
            raise HostAway(f"{url.host} did not answer in time.") from None
        except (OSError, UnicodeError, httpx.HTTPError):
            raise HostAway(f"{url.host} could not be reached.") from None

    @asynccontextmanager
    async def _answer(self, url: httpx.URL, address: Address) -> AsyncIterator[httpx.Response]:
        """Connected to the checked address, while certificate and Host are those of the name."""
        time_out = httpx.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS)
        pinned = url.copy_with(host=str(address))
        headers = HEADERS | {"Host": url.netloc.decode("ascii")}
        async with (
            httpx.AsyncClient(verify=self.trust, trust_env=False, timeout=time_out) as client,
            client.stream("GET", pinned, headers=headers, extensions={"sni_hostname": url.host}) as response,
        ):
            yield response


def _checked_url(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        raise PictureProblem("Its address is not one.") from None
    if url.scheme != "https" or not url.host:
        raise PictureProblem("Pictures are fetched over https only.")
    if url.userinfo:
        raise PictureProblem("Its address contains a password.")
    return url


async def _resolved(host: str, port: int) -> list[Address]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    return sorted(addresses, key=lambda address: address.version)  # IPv4 first: it is there even where IPv6 is not


async def _read(url: httpx.URL, response: httpx.Response) -> bytes | str | PictureProblem:
    if response.has_redirect_location:
        return _next(url, response.headers["location"])
    if response.status_code >= 500 or response.status_code == 429:
        raise HostAway(f"{url.host} answered with error {response.status_code}.")
    if response.status_code != 200:
        return PictureProblem(f"{url.host} answered with error {response.status_code}.")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and not kind.startswith("image/") and kind not in ("application/octet-stream", "binary/octet-stream"):
        return PictureProblem(f"{url.host} sent “{kind[:50]}” instead of a picture.")
    return await _body(response)


def _next(url: httpx.URL, location: str) -> str | PictureProblem:
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError):
        return PictureProblem("It has moved to an address that is not one.")


async def _body(response: httpx.Response) -> bytes | PictureProblem:
    """As sent, never unpacked: a small answer cannot become a large one."""
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MAX_BYTES:
            return PictureProblem(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    return bytes(body)
