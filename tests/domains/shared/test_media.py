import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from domains.shared import media, storage
from domains.shared.media import cut_picture, picture_srcset, picture_url, save_picture

KEY = "ab" * 20


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(media, "storage", lambda: storage.Folder(tmp_path))
    return tmp_path


def drawn(size: tuple[int, int] = (1200, 900), format: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode in ("RGB", "RGBA", "P") else 128).save(out, format, **options)
    return out.getvalue()


def kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def shown(key: str, width: int, format: media.Format) -> Image.Image:
    found = await media.read(picture_url(key, width, format).removeprefix("/media/"))
    assert found is not None
    assert found.exact
    picture = Image.open(io.BytesIO(found.data))
    assert found.content_type == f"image/{(picture.format or '').lower()}"
    return picture


async def saved_and_cut(data: bytes) -> str:
    saved = await save_picture(data)
    assert await cut_picture(saved.key)
    return saved.key


async def test_one_jpeg_is_made_at_once_and_the_original_is_kept(folder: Path) -> None:
    saved = await save_picture(drawn((1200, 900)))
    assert (saved.width, saved.height) == (1200, 900)
    assert sorted(kept(folder)) == ["720.jpeg", "original"]
    assert kept(folder)["original"] == drawn((1200, 900))
    assert (await shown(saved.key, 720, "jpeg")).size == (720, 540)


async def test_a_picture_is_cut_to_all_widths_in_all_formats(folder: Path) -> None:
    key = await saved_and_cut(drawn((1600, 1200)))
    names = {f"{width}.{format}" for width in (200, 360, 720, 960, 1440) for format in ("avif", "webp", "jpeg")}
    assert set(kept(folder)) == names | {"original"}
    for name in names:
        width, format = name.split(".")
        found = await shown(key, int(width), format)  # type: ignore[arg-type]  # all are formats
        assert (found.format, found.size) == (format.upper(), (int(width), int(width) * 3 // 4))


async def test_the_same_bytes_give_the_same_key_and_the_same_files(folder: Path) -> None:
    key = await saved_and_cut(drawn())
    first = kept(folder)
    assert (await save_picture(drawn())).key == key
    assert await cut_picture(key) is False
    for path in folder.rglob("*.*"):
        path.unlink()
    assert await cut_picture(key) is True
    assert kept(folder) == first


async def test_cutting_that_was_interrupted_is_finished(folder: Path) -> None:
    key = await saved_and_cut(drawn())
    for pattern in ("960.*", "1440.*"):
        for path in folder.rglob(pattern):
            path.unlink()
    assert await cut_picture(key) is True
    assert (await shown(key, 960, "webp")).size == (960, 720)


async def test_what_was_cut_beforehand_is_not_cut_again(folder: Path) -> None:
    data = drawn((800, 600))
    key = media.picture_key(data)
    await media.keep_sizes(key, {"360.avif": b"three hundred and sixty", "960.avif": b"the widest"})
    assert (await save_picture(data)).key == key
    assert await cut_picture(key)
    files = kept(folder)
    assert (files["360.avif"], files["960.avif"], files["1440.avif"]) == (
        b"three hundred and sixty", b"the widest", b"the widest",
    )  # fmt: skip
    assert len(files) == 16
    assert files["360.webp"].startswith(b"RIFF")


async def test_there_is_nothing_to_cut_where_nothing_was_saved(folder: Path) -> None:
    assert await cut_picture(KEY) is False
    assert kept(folder) == {}


async def test_until_a_size_is_made_the_jpeg_stands_in_for_it(folder: Path) -> None:
    saved = await save_picture(drawn())
    name = f"{saved.key[:2]}/{saved.key}/1440.avif"
    assert await media.read(name) == media.PictureFile(kept(folder)["720.jpeg"], "image/jpeg", exact=False)
    await cut_picture(saved.key)
    assert await media.read(name) == media.PictureFile(kept(folder)["1440.avif"], "image/avif", exact=True)


async def test_checking_keeps_nothing(folder: Path) -> None:
    await media.check_picture(drawn())
    assert kept(folder) == {}


async def test_a_small_picture_is_not_blown_up() -> None:
    key = await saved_and_cut(drawn((300, 200)))
    assert (await shown(key, 960, "webp")).size == (300, 200)


async def test_a_picture_taller_than_webp_knows_is_made_to_fit() -> None:
    saved = await save_picture(drawn((100, 17_000)))
    assert (saved.width, saved.height) == (100, 17_000)
    await cut_picture(saved.key)
    for format in media.FORMATS:
        assert (await shown(saved.key, 720, format)).size == (96, 16_383)


async def test_transparency_stays_but_for_jpeg_where_it_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    key = await saved_and_cut(out.getvalue())
    for format in ("webp", "avif"):
        assert (await shown(key, 360, format)).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[arg-type,index]
    assert (await shown(key, 360, "jpeg")).getpixel((5, 5)) == (255, 255, 255)


async def test_a_colour_profile_is_applied_not_copied() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    saved = await save_picture(drawn((10, 10), "PNG", icc_profile=profile))
    cut = await shown(saved.key, 720, "jpeg")
    assert "icc_profile" not in cut.info
    assert [abs(found - meant) <= 3 for found, meant in zip(cut.getpixel((5, 5)), (0, 128, 128), strict=True)] == [  # type: ignore[arg-type]
        True, True, True,
    ]  # fmt: skip


async def test_only_the_names_we_give_out_are_read(folder: Path) -> None:
    saved = await save_picture(drawn((20, 20)))
    name = picture_url(saved.key, 720).removeprefix("/media/")
    assert await media.read(name) is not None
    (folder / "secret").write_text("x")
    original = f"{saved.key[:2]}/{saved.key}/original"
    for bad in ("secret", "../secret", original, f"{name}\n", name.replace("720", "721"), f"ab/{KEY}/720.jpeg"):
        assert await media.read(bad) is None, bad


def test_a_width_between_the_sizes_gets_the_next_larger() -> None:
    assert picture_url(KEY, 1) == f"/media/ab/{KEY}/200.jpeg"
    assert picture_url(KEY, 201, "webp") == f"/media/ab/{KEY}/360.webp"
    assert picture_url(KEY, 5000, "avif") == f"/media/ab/{KEY}/1440.avif"


def test_a_focal_point_is_no_part_of_an_address() -> None:
    assert picture_url(f"{KEY}@top-left", 200) == f"/media/ab/{KEY}/200.jpeg"


def test_a_browser_may_choose_among_the_widths_that_are_of_use() -> None:
    offered = re.findall(r"/([0-9]+)\.avif ([0-9]+)w", picture_srcset(KEY, "avif", 700))
    assert offered == [("200", "200"), ("360", "360"), ("720", "720")]
