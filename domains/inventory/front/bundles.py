"""Bundles."""

from ..bundles.composing import BundleChanged, compose, composition
from ..bundles.recipes import Recipe, forget_recipes, recipes

__all__ = ["BundleChanged", "Recipe", "compose", "composition", "forget_recipes", "recipes"]
