"""From light to a file: the grain taken out, the paper brought to the same white, the brightest parts held."""

import io

import numpy as np
import pyoidn
from PIL import Image

from .noise import Array

WHITE = 0.88  # what the paper gives back, linear: a shade under the white of the page
QUALITIES = range(88, 59, -4)
PRINT = (960, 1200)
MOST_BYTES = 60_000  # of one picture: what has much grain gives up some of it


def developed(layers: Array) -> Image.Image:
    light, plain, facing = (np.ascontiguousarray(part, np.float32) for part in np.split(layers, 3, axis=-1))
    clean = pyoidn.denoise(light, albedo=np.clip(plain, 0, 1), normal=facing, hdr=True)
    exposed = np.asarray(clean, np.float64) * (WHITE / _paper(clean))
    return Image.fromarray((_screen(_held(exposed)) * 255 + 0.5).astype(np.uint8))


def printed(picture: Image.Image) -> bytes:
    enlarged = picture.resize(PRINT, Image.Resampling.LANCZOS)
    tries = (_jpeg(enlarged, quality) for quality in QUALITIES)
    return next((data for data in tries if len(data) <= MOST_BYTES), _jpeg(enlarged, QUALITIES[-1]))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _paper(light: Array) -> float:
    """The brightness along the left and right edges, where only paper is to be seen."""
    edge = max(2, light.shape[1] // 40)
    sides = np.concatenate([light[:, :edge].reshape(-1, 3), light[:, -edge:].reshape(-1, 3)])
    return float(np.median(sides.mean(axis=1)))


def _held(light: Array, knee: float = 0.84) -> Array:
    """Straight up to the knee, then ever slower towards white."""
    over = np.maximum(light - knee, 0)
    return np.where(light > knee, knee + (1 - knee) * (1 - np.exp(-over / (1 - knee))), light)


def _screen(light: Array) -> Array:
    share = np.clip(light, 0, 1)
    return np.where(share <= 0.0031308, 12.92 * share, 1.055 * np.maximum(share, 1e-6) ** (1 / 2.4) - 0.055)
