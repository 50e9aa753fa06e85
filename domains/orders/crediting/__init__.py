"""Credits: what of an order is given back, part by part, to the last minor unit and its tax."""
