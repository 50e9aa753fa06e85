"""The catalogue: what the shop sells, how it is described, sorted and priced.

It promises that SKU, barcode and slug name one thing each, that old slugs lead to the new, that an import changes only
what its file changes, and that `price` tells why. What is in stock it does not know: it tells what files said.
"""

from .front.alerts import *
from .front.articles import *
from .front.categories import *
from .front.collections import *
from .front.files import *
from .front.pictures import *
from .front.prices import *
from .front.products import *
from .front.promotions import *
from .front.reviews import *
from .front.search import *
from .front.whole import *
from .front.wishlists import *
