#!/usr/bin/env python3
"""Writes pictures of all kinds by PIL, and what torchvision makes of one of them.

    make_pictures.py ../resources/org/echodc/data/pictures

Each shows colours 3 x + 2 y, 100 + x and 200 - y at (x, y), 20 x 12 pixels, or the gray 12 x.
tall.png is larger, and tall-16.png the same after Resize(16) and CenterCrop(16): PIL's bilinear
resize of the shorter side, and the middle of the longer.
"""
import sys
from pathlib import Path

import numpy as np
from PIL import Image

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
y, x = np.mgrid[:12, :20]
colours = np.stack([3 * x + 2 * y, 100 + x, 200 - y], axis=-1).astype(np.uint8)
gray = (12 * x).astype(np.uint8)
picture = Image.fromarray(colours)

picture.save(folder / "rgb.png")
picture.save(folder / "rgb.jpg", quality=100, subsampling=0)
picture.save(folder / "progressive.jpg", quality=100, subsampling=0, progressive=True)
picture.convert("CMYK").save(folder / "cmyk.jpg", quality=100)
picture.quantize(256).save(folder / "palette.png")
transparent = picture.copy()
transparent.putalpha(Image.fromarray(gray))
transparent.save(folder / "transparent.png")
Image.fromarray(gray).save(folder / "gray.png")
Image.fromarray(gray).save(folder / "gray.jpg", quality=100)
Image.merge("LA", [Image.fromarray(gray)] * 2).save(folder / "gray-transparent.png")
Image.fromarray(gray.astype(np.uint16) * 257).save(folder / "gray-16-bit.png")

y, x = np.mgrid[:61, :37]
tall = np.stack([7 * x * y, 255 * (x // 2 % 2), 255 * (y < 30)], axis=-1).astype(np.uint8)
side, (width, height) = 16, (37, 61)
resized = Image.fromarray(tall).resize((side, side * height // width), Image.Resampling.BILINEAR)
top = round((resized.height - side) / 2)
Image.fromarray(tall).save(folder / "tall.png")
resized.crop((0, top, side, top + side)).save(folder / "tall-16.png")
