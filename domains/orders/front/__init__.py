"""The front door of orders, in leaves."""
