"""The shop's pages for shoppers: a module per noun of the address."""

from . import cart, categories, checkout, codes, collections, home, orders, products, reviews, search

routes = (
    home.show,
    categories.show,
    collections.show,
    products.show,
    search.show,
    search.suggest,
    cart.show,
    cart.add,
    cart.change,
    cart.remove,
    codes.enter,
    codes.take_out,
    checkout.router,
    orders.show,
    orders.timeline,
    reviews.show,
    reviews.write,
    reviews.withdraw,
)
