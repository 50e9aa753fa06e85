import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from domains.shared import media, storage
from domains.shared.media import PictureRefused, picture_url, save_picture


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(media, "storage", lambda: storage.Folder(tmp_path))
    return tmp_path


def drawn(size: tuple[int, int] = (1200, 900), format: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode in ("RGB", "RGBA", "P") else 128).save(out, format, **options)
    return out.getvalue()


def kept(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def lose(folder: Path, *patterns: str) -> None:
    for pattern in patterns:
        for path in folder.rglob(pattern):
            path.unlink()


def served(folder: Path, key: str, width: int, format: media.Format) -> Image.Image:
    file = folder / picture_url(key, width, format).removeprefix("/media/")
    return Image.open(io.BytesIO(file.read_bytes()))


async def test_a_picture_is_cut_to_both_widths_in_both_formats(folder: Path) -> None:
    saved = await save_picture(drawn((1200, 900)))
    assert (saved.width, saved.height) == (1200, 900)
    assert served(folder, saved.key, 480, "webp").size == (480, 360)
    assert served(folder, saved.key, 480, "jpeg").size == (480, 360)
    assert served(folder, saved.key, 960, "webp").size == (960, 720)
    assert served(folder, saved.key, 960, "jpeg").format == "JPEG"
    assert served(folder, saved.key, 960, "webp").format == "WEBP"


async def test_the_same_bytes_are_kept_once_under_one_key(folder: Path) -> None:
    first = await save_picture(drawn())
    before = kept(folder)
    assert sorted(before) == ["480.jpeg", "480.webp", "960.jpeg", "960.webp", "original"]
    assert await save_picture(drawn()) == first
    assert kept(folder) == before


async def test_a_save_that_was_cut_short_is_completed_by_the_next(folder: Path) -> None:
    saved = await save_picture(drawn())
    lose(folder, "960.*", "original")
    await save_picture(drawn())
    assert served(folder, saved.key, 960, "webp").size == (960, 720)


async def test_a_small_picture_is_not_blown_up(folder: Path) -> None:
    saved = await save_picture(drawn((300, 200)))
    assert served(folder, saved.key, 960, "webp").size == (300, 200)


async def test_a_picture_taller_than_webp_knows_is_made_to_fit(folder: Path) -> None:
    saved = await save_picture(drawn((400, 17_000)))
    assert (saved.width, saved.height) == (400, 17_000)
    for format in ("webp", "jpeg"):
        found = await media.read_picture(saved.key, 480, format)  # type: ignore[arg-type]  # both are formats
        with Image.open(io.BytesIO(found or b"")) as shown:
            assert shown.size == (385, 16_383)


async def test_a_photograph_is_turned_upright_and_loses_what_the_camera_noted(folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    saved = await save_picture(drawn((800, 600), "JPEG", exif=exif.tobytes()))
    assert (saved.width, saved.height) == (600, 800)
    formats: tuple[media.Format, ...] = ("webp", "jpeg")
    for format in formats:
        cut = served(folder, saved.key, 480, format)
        assert cut.size == (480, 640)
        assert dict(cut.getexif()) == {}
        assert b"SecretCamera" not in (folder / picture_url(saved.key, 480, format)[7:]).read_bytes()


async def test_transparency_stays_in_webp_and_becomes_white_in_jpeg(folder: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    saved = await save_picture(out.getvalue())
    assert served(folder, saved.key, 480, "webp").convert("RGBA").getpixel((5, 5))[3] == 0
    assert served(folder, saved.key, 480, "jpeg").getpixel((5, 5)) == (255, 255, 255)


async def test_a_colour_profile_is_applied_not_copied(folder: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    saved = await save_picture(drawn((10, 10), "PNG", icc_profile=profile))
    cut = served(folder, saved.key, 480, "jpeg")
    assert "icc_profile" not in cut.info
    red, green, blue = cut.getpixel((5, 5))
    assert abs(red) <= 3
    assert abs(green - 128) <= 3
    assert abs(blue - 128) <= 3


@pytest.mark.parametrize(
    ("format", "mode"),
    [("PNG", "P"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "1"), ("JPEG", "CMYK"), ("GIF", "P"), ("WEBP", "RGBA"),
     ("AVIF", "RGB")],
)  # fmt: skip
async def test_every_usual_kind_of_picture_is_taken(folder: Path, format: str, mode: str) -> None:
    saved = await save_picture(drawn((20, 10), format, mode))
    assert served(folder, saved.key, 480, "jpeg").size == (20, 10)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not a JPEG"),
        (b"<html><body>not found</body></html>", "not a JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not a JPEG"),
        (drawn((5, 5), "BMP"), "not a JPEG"),
        (drawn((400, 400), "JPEG")[:900], "damaged"),
        (drawn((7000, 6000), "PNG", "1"), "40 million pixels"),
        (drawn((12000, 12000), "PNG", "1"), "40 million pixels"),
        (b"\xff\xd8\xff" + b"\0" * media.MAX_BYTES, "larger than 15 MB"),
    ],
)
async def test_what_is_no_picture_is_refused_and_leaves_nothing(folder: Path, data: bytes, why: str) -> None:
    with pytest.raises(PictureRefused, match=why):
        await save_picture(data)
    assert kept(folder) == {}


async def test_only_the_names_we_give_out_are_read(folder: Path) -> None:
    saved = await save_picture(drawn((20, 20)))
    name = picture_url(saved.key, 480, "jpeg").removeprefix("/media/")
    assert await media.read(name) == (folder / name).read_bytes()
    assert media.content_type(name) == "image/jpeg"
    (folder / "secret").write_text("x")
    for bad in (
        "secret",
        "../secret",
        f"{saved.key[:2]}/{saved.key}/original",
        f"{name}\n",
        name.replace("480", "481"),
    ):
        assert await media.read(bad) is None


def test_a_width_between_the_sizes_gets_the_next_larger() -> None:
    key = "ab" * 20
    assert picture_url(key, 1) == f"/media/ab/{key}/480.webp"
    assert picture_url(key, 481, "jpeg") == f"/media/ab/{key}/960.jpeg"
    assert picture_url(key, 5000) == f"/media/ab/{key}/960.webp"
