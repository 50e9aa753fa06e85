"""Who is asking, and what is refused before a handler runs."""
