package org.echodc.network;

/** What a network is computed for, and thereby what its passes save and which gradients exist. */
public enum Purpose {
  /** Features alone: nothing is saved. */
  FEATURES(false, false),
  /** Gradients w.r.t. the images: condensation. */
  IMAGE_GRADIENTS(true, false),
  /** Gradients w.r.t. the parameters: training. */
  PARAMETER_GRADIENTS(false, true),
  /** Both. */
  ALL_GRADIENTS(true, true);

  private final boolean ofImages;
  private final boolean ofParameters;

  Purpose(boolean ofImages, boolean ofParameters) {
    this.ofImages = ofImages;
    this.ofParameters = ofParameters;
  }

  /** Whether gradients w.r.t. the images are wanted. */
  boolean ofImages() {
    return ofImages;
  }

  /** Whether gradients w.r.t. the parameters are wanted. */
  boolean ofParameters() {
    return ofParameters;
  }

  /** Whether there is a backward pass. */
  boolean hasBackward() {
    return ofImages || ofParameters;
  }
}
