"""Pictures of products and categories."""

from ..events import (
    FailedPicturesWanted,
    PicturesSaved,
    PicturesWanted,
)
from ..models import (
    Focus,
    Picture,
    PictureState,
)
from ..pictures.cleaning import (
    drop_pictures,
    lost_pictures,
    shard_due,
    tell_uncut_pictures,
)
from ..pictures.cutting import (
    cut_pictures,
)
from ..pictures.editing import (
    PictureUpload,
    Step,
    add_pictures,
    choose_variant_pictures,
    describe_picture,
    describe_pictures,
    move_picture,
    remove_picture,
)
from ..pictures.fetching import (
    fetch_pictures,
    fetch_pictures_again,
)
from ..pictures.figures import (
    PictureFigures,
    import_pictures,
    try_pictures_again,
    want_failed_pictures,
)
from ..pictures.of_categories import (
    choose_category_picture,
    hang_category_picture,
)

__all__ = [
    "FailedPicturesWanted",
    "Focus",
    "Picture",
    "PictureFigures",
    "PictureState",
    "PictureUpload",
    "PicturesSaved",
    "PicturesWanted",
    "Step",
    "add_pictures",
    "choose_category_picture",
    "choose_variant_pictures",
    "cut_pictures",
    "describe_picture",
    "describe_pictures",
    "drop_pictures",
    "fetch_pictures",
    "fetch_pictures_again",
    "hang_category_picture",
    "import_pictures",
    "lost_pictures",
    "move_picture",
    "remove_picture",
    "shard_due",
    "tell_uncut_pictures",
    "try_pictures_again",
    "want_failed_pictures",
]
