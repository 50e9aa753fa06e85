"""Names of options, as every way in writes them."""


def plain_option_name(text: str) -> str:
    """Without dots and dollars, which MongoDB reads in a name as its own; may be empty."""
    return " ".join(text.replace(".", " ").replace("$", " ").split())
