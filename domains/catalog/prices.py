"""What a price may be."""

HIGHEST = 99_999_999  # minor units: what Stripe charges at most in one payment
