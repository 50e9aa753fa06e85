"""Promotions: what they promise (`terms`), apart from how a cart is priced under them.

Nothing is re-exported here, so that pricing can read the terms without what stores them.
"""
