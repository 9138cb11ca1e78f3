package org.echodc.synthetic;

/** How synthetic images begin. */
public enum Initialization {
  /** Every tile of a stored image is a real image of the class, shrunk to the tile. */
  MIX,
  /** Every stored image is a real image of the class. */
  RANDOM,
  /** Normal pixels, mean 0.5, standard deviation 0.25, clamped to [0, 1]. */
  NOISE
}
