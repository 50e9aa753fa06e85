"""The front door of inventory, in leaves."""
