#!/usr/bin/env python3
"""Writes jpegs.zip: JPEGs with all combinations of markers and component numbers. Those in a folder
NAME are read by PIL (so libjpeg) as the colours in NAME.png, before them in the archive.

    make_jpegs.py ../resources/org/echodc/data/jpegs.zip
"""
import io
import itertools
import sys
import zipfile

import numpy as np
from PIL import Image

APP_0, APP_14, FRAMES, SCAN = 0xE0, 0xEE, (0xC0, 0xC2), 0xDA
JFIF = b"JFIF\0\1\1\0\0\1\0\1\0\0"
NUMBERS = {
    1: {"1": [1], "9": [9]},
    3: {"123": [1, 2, 3], "rgb": list(b"RGB"), "012": [0, 1, 2], "other": [7, 9, 8]},
    4: {"1234": [1, 2, 3, 4], "cmyk": list(b"CMYK")},
}


def segments(jpeg):
    """Markers with what belongs to them, and the rest from the first scan's data on."""
    found, at = [], 2
    while not found or found[-1][0] != SCAN:
        size = int.from_bytes(jpeg[at + 2:at + 4], "big")
        found.append((jpeg[at + 1], jpeg[at + 4:at + 2 + size]))
        at += 2 + size
    return found, jpeg[at:]


def segment(marker, data):
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data


def variant(jpeg, jfif, adobe, numbers):
    """The same picture with other markers and other numbers of components."""
    found, rest = segments(jpeg)
    out = b"\xff\xd8"
    if jfif:
        out += segment(APP_0, JFIF)
    if adobe is not None:
        out += segment(APP_14, b"Adobe\0\x64\0\0\0\0" + bytes([adobe]))
    for marker, data in found:
        if marker in (APP_0, APP_14):
            continue
        data = bytearray(data)
        for i, number in enumerate(numbers):
            if marker in FRAMES:
                data[6 + 3 * i] = number
            if marker == SCAN:
                data[1 + 2 * i] = number
        out += segment(marker, bytes(data))
    return out + rest


def encoded(picture, form, **options):
    out = io.BytesIO()
    picture.save(out, form, optimize=True, **options)
    return out.getvalue()


y, x = np.mgrid[:16, :16]
colours = np.stack([10 * x + 4 * y, 60 + 12 * y, 250 - 8 * x - 4 * y], axis=-1).astype(np.uint8)
inks = np.concatenate([colours, (40 + 12 * x)[..., None].astype(np.uint8)], axis=-1)
bases = {
    "1": encoded(Image.fromarray(colours[..., 0]), "JPEG", quality=90),
    "3": encoded(Image.fromarray(colours), "JPEG", quality=90, subsampling=0),
    "3-subsampled": encoded(Image.fromarray(colours), "JPEG", quality=90, subsampling=2),
    "4": encoded(Image.fromarray(inks, "CMYK"), "JPEG", quality=90),
}
bases["4-subsampled"] = encoded(Image.fromarray(inks, "CMYK"), "JPEG", quality=90, subsampling=2)

with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:

    def add(name, content):
        entry = zipfile.ZipInfo(name)  # of a fixed date
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)

    for base, jpeg in bases.items():
        numbers = NUMBERS[int(base[0])]
        folders = {}
        for name, jfif, adobe in itertools.product(numbers, (False, True), (None, 0, 1, 2, 3)):
            data = variant(jpeg, jfif, adobe, numbers[name])
            png = encoded(Image.open(io.BytesIO(data)).convert("RGB"), "PNG")
            if png not in folders:
                folders[png] = f"{base}-{'ab'[len(folders)]}"
                add(f"{folders[png]}.png", png)
            markers = "".join(["-jfif"] * jfif + [f"-adobe{adobe}"] * (adobe is not None))
            add(f"{folders[png]}/{name}{markers}.jpg", data)
