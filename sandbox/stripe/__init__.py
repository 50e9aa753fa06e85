"""A Stripe look-alike for laptops and tests: what it does not emulate it refuses, never fakes."""
