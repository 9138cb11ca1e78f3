#!/usr/bin/env python3
"""Writes svhn-scipy.mat: three images and labels as in SVHN's second format, by SciPy.

    make_svhn_mat.py ../resources/org/echodc/data

A value is row + 2 column + 70 channel + 5 image, modulo 256; the labels are 10 (for 0), 4 and 4.
mat/TYPE-SHAPE.mat have labels y alone, 10, 4 and 4, of each type, as a row or, compressed, a column.
"""
import sys
from pathlib import Path

import numpy as np
from scipy.io import savemat

folder = Path(sys.argv[1])
row, column, channel, image = np.ogrid[:32, :32, :3, :3]
images = ((row + 2 * column + 70 * channel + 5 * image) % 256).astype(np.uint8)
labels = np.array([[10], [4], [4]], np.uint8)
savemat(folder / "svhn-scipy.mat", {"X": images, "y": labels}, do_compression=True)
(folder / "mat").mkdir(exist_ok=True)
types = "int8 uint8 int16 uint16 int32 uint32 int64 uint64 single double"
for name in types.split():
    for shape, compressed in (("row", False), ("column", True)):
        values = labels.astype(name).T if shape == "row" else labels.astype(name)
        savemat(folder / "mat" / f"{name}-{shape}.mat", {"y": values}, do_compression=compressed)
