package org.echodc.network;

/** What a network is computed for, and thereby what its passes save and which gradients exist. */
public enum Purpose {
  /** Features alone, as in matching: nothing is saved. */
  FEATURES(false, false),
  /** Features of images that a trained network is tested on: they depend on no other image. */
  TESTING(false, false),
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

  /** Whether the network learns, so that layers update their state. */
  public boolean isTraining() {
    return ofParameters;
  }

  /** Whether there is a backward pass. */
  public boolean hasBackward() {
    return ofImages || ofParameters;
  }
}
