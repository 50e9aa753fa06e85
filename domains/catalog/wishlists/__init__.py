"""Wishlists: a holder's own lists, changed, joined, shown with today's prices and shared by a link."""
