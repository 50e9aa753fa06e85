"""Products: described, kept, offered for sale."""
