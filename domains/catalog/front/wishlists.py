"""Wishlists: kept, shared, shown."""

from ..models import (
    WishedItem,
    Wishlist,
)
from ..wishlists.cleaning import (
    forget_deleted_wishlists,
    forget_old_wishlists,
)
from ..wishlists.keeping import (
    Wished,
    begin_wishlist,
    delete_wishlist,
    describe_wish,
    join_wishlists,
    move_wish,
    rename_wishlist,
    restore_wishlist,
    take_off_wishlist,
    wish,
)
from ..wishlists.sharing import (
    share_wishlist,
    shared_wishlist,
    unshare_wishlist,
)
from ..wishlists.showing import (
    Wish,
    deleted_wishlists,
    shown_wishes,
    wishlists,
)

__all__ = [
    "Wish",
    "Wished",
    "WishedItem",
    "Wishlist",
    "begin_wishlist",
    "delete_wishlist",
    "deleted_wishlists",
    "describe_wish",
    "forget_deleted_wishlists",
    "forget_old_wishlists",
    "join_wishlists",
    "move_wish",
    "rename_wishlist",
    "restore_wishlist",
    "share_wishlist",
    "shared_wishlist",
    "shown_wishes",
    "take_off_wishlist",
    "unshare_wishlist",
    "wish",
    "wishlists",
]
