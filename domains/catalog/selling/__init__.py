"""What has been sold: counted with its products as orders are paid, taken back with orders that did not last."""
