"""Files that are not what they seem: what a file really is, and whether a picture is something else as well."""

import io
import re
import zipfile

# In letters no camera and no drawing program writes; each long enough never to occur by chance in compressed pixels
_ALSO = (
    (re.compile(rb"<script|<!doctype html|<html[ >]|<iframe", re.IGNORECASE), "a web page"),
    (re.compile(rb"<svg[ >].{0,400}http://www\.w3\.org/2000/svg", re.IGNORECASE | re.DOTALL), "an SVG drawing"),
    (re.compile(rb"<\?php|<%@ page"), "a program"),
    (re.compile(rb"%PDF-1\.|%PDF-2\."), "a PDF document"),
)
_INSTEAD = (
    (re.compile(rb"\s*<(!doctype html|html|head|body)", re.IGNORECASE), "a web page"),
    (re.compile(rb"(?=\s*<).*<svg[\s/>]", re.IGNORECASE | re.DOTALL), "an SVG drawing, which can carry programs"),
    (re.compile(rb"%PDF-"), "a PDF document"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive"),
    (re.compile(rb"....ftyp(heic|heix|hevc|mif1|msf1)", re.DOTALL), "a HEIC photograph"),
    (re.compile(rb"....ftyp(isom|mp4|qt  |avc1|M4V)", re.DOTALL), "a film"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "a TIFF picture"),
    (re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL), "a BMP picture"),
    (re.compile(rb"MZ|\x7fELF|#!"), "a program"),
)


def is_instead(data: bytes) -> str | None:
    """What a file that is no picture for us is, where it can be told: `a PDF document`."""
    head = data[:8192].removeprefix(b"\xef\xbb\xbf")
    return next((name for sign, name in _INSTEAD if sign.match(head)), None)


def is_also(data: bytes) -> str | None:
    """What a picture is besides: a ZIP archive hung on its end, a page in its comment. None for an honest one.

    What cameras append (a second exposure, a short film) is no disguise.
    """
    if zipfile.is_zipfile(io.BytesIO(data)):
        return "a ZIP archive"
    return next((name for sign, name in _ALSO if sign.search(data)), None)
