"""E-mail addresses as people paste them."""

from typing import Final

from email_validator import EmailNotValidError, validate_email

from domains.shared.errors import Invalid

AROUND: Final = " \t\n\u00a0\u200b\u3000\ufeff<>,;"  # what comes along when an address is pasted


def check_email(text: str) -> str:
    """The address with its domain in lower case. Invalid for what cannot be one; nothing is asked of the network."""
    try:
        return validate_email(text.strip(AROUND).removeprefix("mailto:"), check_deliverability=False).normalized
    except EmailNotValidError:
        message = "Please enter an e-mail address, such as name@example.com."
        raise Invalid(message, {"email": message}) from None
