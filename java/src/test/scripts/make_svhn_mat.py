#!/usr/bin/env python3
"""Writes svhn-scipy.mat: three images and labels as in SVHN's second format, by SciPy.

    make_svhn_mat.py ../resources/org/echodc/data/svhn-scipy.mat

A value is row + 2 column + 70 channel + 5 image, modulo 256; the labels are 10 (for 0), 4 and 4.
"""
import sys

import numpy as np
from scipy.io import savemat

row, column, channel, image = np.ogrid[:32, :32, :3, :3]
images = ((row + 2 * column + 70 * channel + 5 * image) % 256).astype(np.uint8)
labels = np.array([[10], [4], [4]], np.uint8)
savemat(sys.argv[1], {"X": images, "y": labels}, do_compression=True)
