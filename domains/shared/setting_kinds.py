"""What a setting may be: each kind takes what was given, or says in a sentence what it must look like."""

from collections.abc import Callable
from typing import Annotated, Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from babel.core import get_global
from babel.numbers import is_currency
from email_validator import EmailNotValidError, validate_email
from limits import parse
from pydantic import AfterValidator, BeforeValidator, Field

NO_COUNTRIES: Final = ("EU", "ZZ")  # codes that are reserved for something else
BUCKET_OPTIONS: Final = {"endpoint", "region"}
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def _a_currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError("It must be the code of a currency (ISO 4217), such as EUR.")
    return code


def _a_country(code: str) -> str:
    if code in NO_COUNTRIES or code not in get_global("territory_currencies"):
        raise ValueError("It must be the code of a country (ISO 3166), such as DE.")
    return code


def _a_mailbox(address: str) -> str:
    try:
        validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as wrong:
        raise ValueError("It must be an e-mail address, such as shop@shop.example.") from wrong
    return address


def _a_rate(text: str) -> str:
    """Refused at the start, not at the first visit."""
    try:
        allowed = parse(text).amount
    except ValueError:
        allowed = 0
    if allowed < 1:
        raise ValueError("It must be a rate of one or more, such as 120/minute.")
    return text


def _a_log_level(name: object) -> object:
    if str(name).upper() not in LOG_LEVELS:
        raise ValueError(f"It must be one of {', '.join(LOG_LEVELS)}.")
    return str(name).upper()


def _through_asyncpg(url: str) -> str:
    """Hosts hand out `postgres://`; SQLAlchemy wants its driver named."""
    _, between, rest = _POSTGRES(url).partition("://")
    return f"postgresql+asyncpg{between}{rest}" if url else url


def _under(*schemes: str, like: str) -> Callable[[str], str]:
    def check(url: str) -> str:
        scheme, _, rest = url.partition("://")
        if url and (scheme not in schemes or not rest or not _has_a_possible_port(rest)):
            raise ValueError(f"It must be {like}.")
        return url

    return check


def _has_a_possible_port(rest: str) -> bool:
    """A password may hold what would upset a parser of addresses, so only what follows it is looked at."""
    host = rest.rpartition("@")[2].partition("/")[0].partition("?")[0]
    port = host.rpartition("]")[2].rpartition(":")
    return not port[1] or (port[2].isdecimal() and 0 < int(port[2]) <= 65_535)


_POSTGRES = _under("postgresql", "postgres", "postgresql+asyncpg", like="postgresql://user:password@host:port/database")


def _a_folder_or_a_bucket(url: str) -> str:
    parts = urlsplit(url)
    folder = parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.strip("/")
    bucket = parts.scheme == "s3" and parts.netloc and dict(parse_qsl(parts.query)).keys() <= BUCKET_OPTIONS
    if url and not folder and not bucket:
        raise ValueError("It must be file:///path/to/media or s3://bucket/prefix?region=…&endpoint=https://….")
    return url


def _an_origin(url: str) -> str:
    parts = _of_the_web(url)
    if url and (parts is None or parts.path.strip("/") or parts.query or parts.fragment or parts.username):
        raise ValueError("It must be the address of a host alone, such as https://shop.example.")
    return url.rstrip("/")


def _a_web_address(url: str) -> str:
    if url and _of_the_web(url) is None:
        raise ValueError("It must be an address of the web, such as https://api.stripe.com.")
    return url


def _of_the_web(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("https", "http") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, a bracket too many
        return None
    return parts if usable else None


Currency = Annotated[str, AfterValidator(_a_currency)]
Country = Annotated[str, AfterValidator(_a_country)]
Mailbox = Annotated[str, AfterValidator(_a_mailbox)]
Rate = Annotated[str, AfterValidator(_a_rate)]
LogLevel = Annotated[str, BeforeValidator(_a_log_level)]
PostgresUrl = Annotated[str, AfterValidator(_through_asyncpg)]
MongoUrl = Annotated[
    str, AfterValidator(_under("mongodb", "mongodb+srv", like="mongodb://user:password@host:port/database"))
]
RedisUrl = Annotated[str, AfterValidator(_under("redis", "rediss", "unix", like="redis://host:port/0"))]
SmtpUrl = Annotated[
    str,
    AfterValidator(_under("smtp", "smtps", "smtp+starttls", like="smtp://, smtps:// or smtp+starttls:// and a host")),
]
MediaUrl = Annotated[str, AfterValidator(_a_folder_or_a_bucket)]
Origin = Annotated[str, AfterValidator(_an_origin)]
WebAddress = Annotated[str, AfterValidator(_a_web_address)]
Port = Annotated[int, Field(ge=1, le=65_535)]
Interval = Annotated[float, Field(ge=0.01, le=3_600)]  # seconds; shorter would only keep a database busy
