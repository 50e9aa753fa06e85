"""Pictures as browsers would get them, without a browser."""

from domains.shared import media


async def found(image: str, width: int = 720, format: media.Format = "jpeg") -> media.PictureFile | None:
    return await media.read(media.picture_url(image, width, format).removeprefix("/media/"))
