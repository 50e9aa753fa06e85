"""Everything that may happen a moment later: the relay, the clock and thin actors over the domains' verbs."""
