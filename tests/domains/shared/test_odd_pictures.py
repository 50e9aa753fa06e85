"""Files as they really arrive: turned, noted, animated, printed, damaged, and such that are something else as well."""

import io
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from domains.shared import media, storage
from domains.shared.media import PictureRefused, cut_picture, picture_url, save_picture
from tests.domains.shared.test_media import drawn, kept

CORNERS = ["red", "lime", "blue", "white"]  # top left, top right, bottom left, bottom right, as a person sees them
HTML = b"<html><body><script>alert(1)</script></body></html>"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj"
GPS, PLACE = 0x8825, {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 17.0)}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(media, "storage", lambda: storage.Folder(tmp_path))
    return tmp_path


async def shown(data: bytes, format: media.Format = "jpeg") -> Image.Image:
    saved = await save_picture(data)
    await cut_picture(saved.key)
    found = await media.read(picture_url(saved.key, 360, format).removeprefix("/media/"))
    assert found is not None
    picture = Image.open(io.BytesIO(found.data))
    assert dict(picture.getexif()) == {}
    assert picture.info.keys().isdisjoint({"exif", "xmp", "icc_profile", "comment", "photoshop"})
    return picture


def near(found: object, meant: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) <= 12 for one, other in zip(found[:3], meant, strict=True))


def four_corners(size: tuple[int, int] = (64, 48)) -> Image.Image:
    picture = Image.new("RGB", size)
    half = (size[0] // 2, size[1] // 2)
    for number, colour in enumerate(CORNERS):
        picture.paste(colour, (number % 2 * half[0], number // 2 * half[1], *(size if number == 3 else (
            half[0] * (number % 2 + 1), half[1] * (number // 2 + 1)))))  # fmt: skip
    return picture


def as_the_camera_lay(orientation: int) -> bytes:
    """The four corners as a camera held in this way would have stored them."""
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # orientation → the transposition that undoes its own undoing
    picture = four_corners()
    if orientation > 1:
        picture = picture.transpose(Image.Transpose(back[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif[GPS] = PLACE
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, subsampling=0, exif=exif.tobytes())
    return out.getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_photograph_stands_upright_and_has_forgotten_where_it_was_taken(folder: Path, orientation: int) -> None:
    data = as_the_camera_lay(orientation)
    assert b"SecretCamera" in data
    saved = await save_picture(data)
    assert (saved.width, saved.height) == (64, 48)
    picture = await shown(data)
    assert picture.size == (64, 48)
    found = [picture.getpixel(at) for at in ((8, 8), (56, 8), (8, 40), (56, 40))]
    meant = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]
    assert all(near(one, other) for one, other in zip(found, meant, strict=True)), found
    for name, made in kept(folder).items():
        assert name == "original" or (b"SecretCamera" not in made and b"Exif" not in made), name


async def test_sixteen_bits_of_grey_keep_their_tone() -> None:
    out = io.BytesIO()
    Image.new("I;16", (20, 10), 0x8000).save(out, "PNG")
    assert near((await shown(out.getvalue())).convert("RGB").getpixel((5, 5)), (128, 128, 128))


async def test_ink_becomes_light() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (20, 10), (255, 0, 0, 0)).save(out, "JPEG")
    found = (await shown(out.getvalue())).getpixel((5, 5))
    assert isinstance(found, tuple)
    assert found[0] < 60
    assert min(found[1:]) > 120


async def test_a_profile_that_is_no_profile_does_no_harm() -> None:
    assert near((await shown(drawn((20, 10), icc_profile=b"nonsense" * 40))).getpixel((5, 5)), (0, 128, 128))


async def test_a_wide_profile_is_brought_to_what_screens_share() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert near((await shown(drawn((20, 10), "JPEG", icc_profile=lab))).getpixel((5, 5)), (0, 128, 128))


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", "AVIF"])
async def test_of_an_animation_the_first_picture_is_shown(format: str) -> None:
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue", "lime")]
    out = io.BytesIO()
    frames[0].save(out, format, save_all=True, append_images=frames[1:], duration=100)
    picture = await shown(out.getvalue(), "webp")
    assert getattr(picture, "n_frames", 1) == 1
    assert near(picture.convert("RGB").getpixel((5, 5)), (255, 0, 0))


@pytest.mark.parametrize(
    ("format", "mode"),
    [("PNG", "P"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "1"), ("JPEG", "CMYK"), ("JPEG", "L"), ("GIF", "P"),
     ("WEBP", "RGBA"), ("AVIF", "RGB"), ("AVIF", "RGBA")],
)  # fmt: skip
async def test_every_usual_kind_of_picture_is_taken(format: str, mode: str) -> None:
    assert (await shown(drawn((20, 10), format, mode), "avif")).size == (20, 10)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("run.class", "x" * 50)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 30,000 × 30,000 pixels in less than a megabyte."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = (30_000).to_bytes(4, "big")
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size + size + b"\x08\x02\0\0\0") + chunk(b"IDAT", rows) + chunk(
        b"IEND", b"")  # fmt: skip


def swollen_text() -> bytes:
    """A small PNG with two hundred megabytes of compressed remarks."""
    picture = drawn((5, 5))
    text = b"Comment\0\0" + zlib.compress(b"a" * 200_000_000, 9)
    chunk = len(text).to_bytes(4, "big") + b"zTXt" + text + zlib.crc32(b"zTXt" + text).to_bytes(4, "big")
    return picture[:33] + chunk + picture[33:]


REFUSED = {
    "nothing": (b"", "The file is empty."),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "This is an SVG drawing"),
    "an SVG with a head": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<svg/>', "This is an SVG drawing"),
    "a page": (b"<!DOCTYPE html><title>Not found</title>", "This is a web page"),
    "a document": (PDF, "This is a PDF document"),
    "an archive": (archive(), "This is a ZIP archive"),
    "an iPhone's photograph": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "This is a HEIC photograph"),
    "a film": (b"\0\0\0\x18ftypisom\0\0\0\0mp42", "This is a film"),
    "a program": (b"\x7fELF" + b"\0" * 60, "This is a program"),
    "a bitmap": (drawn((5, 5), "BMP"), "This is a BMP picture"),
    "text": (b"a bowl, blue", "not a picture that can be read"),
    "half a header": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not a picture that can be read"),
    "half a photograph": (drawn((400, 400), "JPEG")[:900], "damaged"),
    "half a drawing": (drawn((400, 400))[:-60], "damaged"),
    "half a WebP": (drawn((400, 400), "WEBP")[:60], "damaged|cannot|can be read"),
    "too many pixels": (drawn((7000, 6000), "PNG", "1"), "more than 40 million pixels"),
    "a bomb of pixels": (bomb(), "more than 40 million pixels"),
    "a bomb of text": (swollen_text(), "can be read|damaged"),
    "too many bytes": (b"\xff\xd8\xff" + b"\0" * media.MAX_BYTES, "larger than 15 MB"),
    "a photograph and an archive": (drawn(format="JPEG") + archive(), "a picture and a ZIP archive at once"),
    "a drawing and an archive": (drawn() + archive(), "a picture and a ZIP archive at once"),
    "a photograph and a page": (drawn(format="JPEG") + HTML, "a picture and a web page at once"),
    "a page in a remark": (drawn(format="JPEG", comment=HTML), "a picture and a web page at once"),
    "an animation and a page": (drawn(format="GIF", mode="P", comment=HTML), "a picture and a web page at once"),
    "a photograph and a document": (drawn(format="JPEG", comment=PDF), "a picture and a PDF document at once"),
    "a photograph and a program": (drawn(format="JPEG") + b"<?php echo 1; ?>", "a picture and a program at once"),
    "a photograph and an SVG": (
        drawn(format="JPEG", comment=b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'>"),
        "a picture and an SVG drawing at once",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
async def test_what_cannot_be_shown_is_refused_by_name_and_leaves_nothing(folder: Path, kind: str) -> None:
    data, why = REFUSED[kind]
    with pytest.raises(PictureRefused, match=why):
        await save_picture(data)
    with pytest.raises(PictureRefused, match=why):
        await media.check_picture(data)
    assert kept(folder) == {}


async def test_what_a_camera_appends_is_no_disguise(folder: Path) -> None:
    """A second exposure or a short film behind the photograph is left away, not held against it."""
    saved = await save_picture(drawn(format="JPEG") + b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 40)
    found = await media.read(picture_url(saved.key, 720).removeprefix("/media/"))
    assert found is not None
    assert b"ftypmp42" not in found.data
