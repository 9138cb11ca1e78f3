#!/usr/bin/env python3
"""Makes the bundled subset of Fashion-MNIST: the first 500 training and 100 test images per class.

Usage: make_fashion_mnist_mini.py [SOURCE [TARGET]]

SOURCE holds the full data set as gzip IDX (Debian: package dataset-fashion-mnist). The images keep
the order of the full set, and the files carry no time stamp, so that a second run writes the same
bytes.
"""
import gzip
import pathlib
import struct
import sys

CLASSES = 10
PER_CLASS = {"train": 500, "t10k": 100}
PIXELS = 28 * 28


def read(path, header):
    with gzip.open(path) as file:
        return file.read()[header:]


def write(path, data):
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(data)


def main():
    here = pathlib.Path(__file__).resolve().parent
    source = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/datasets/fashion-mnist")
    bundled = here.parent / "resources/org/echodc/data/fashion-mnist-mini"
    target = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else bundled
    for part, per_class in PER_CLASS.items():
        images = read(source / f"{part}-images-idx3-ubyte.gz", 16)
        labels = read(source / f"{part}-labels-idx1-ubyte.gz", 8)
        taken = [0] * CLASSES
        chosen = []
        for index, label in enumerate(labels):
            if taken[label] < per_class:
                taken[label] += 1
                chosen.append(index)
        pixels = b"".join(images[i * PIXELS : (i + 1) * PIXELS] for i in chosen)
        write(
            target / f"{part}-images-idx3-ubyte.gz",
            struct.pack(">IIII", 0x803, len(chosen), 28, 28) + pixels,
        )
        write(
            target / f"{part}-labels-idx1-ubyte.gz",
            struct.pack(">II", 0x801, len(chosen)) + bytes(labels[i] for i in chosen),
        )


if __name__ == "__main__":
    main()
