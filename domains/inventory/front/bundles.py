"""Bundles."""

from ..bundles.baskets import Basket, basket
from ..bundles.composing import BundleChanged, compose, composition
from ..bundles.recipes import Recipe, forget_recipes, recipes

__all__ = ["Basket", "BundleChanged", "Recipe", "basket", "compose", "composition", "forget_recipes", "recipes"]
