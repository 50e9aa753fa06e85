"""Use cases that span domains: they call them in order and undo on refusal, with no rule and no query of their own."""
