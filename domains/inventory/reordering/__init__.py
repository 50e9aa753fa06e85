"""What runs out: how fast each level sells, from when on it is low, who is told of it, and how many to buy."""
