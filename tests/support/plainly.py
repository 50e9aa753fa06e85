"""Asking over plain http, without the certificates that each new client would read for longer than most tests take."""

import ssl
from functools import partial

import httpx

NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

asking = partial(httpx.AsyncClient, trust_env=False, verify=NO_CERTIFICATES)
