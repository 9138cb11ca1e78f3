package org.echodc.device;

import org.echodc.device.memory.MemoryTests;
import org.junit.jupiter.api.Nested;

/** Tests that know what is right without the oracle: PyTorch's tensors, statistics, invariants. */
abstract class ReferenceContract {

  /** Opens the device under test. */
  abstract Device open();

  @Nested
  class RandomNumbers extends RandomTests {
    @Override
    Device open() {
      return ReferenceContract.this.open();
    }
  }

  @Nested
  class CutMix extends CutMixTests {
    @Override
    Device open() {
      return ReferenceContract.this.open();
    }
  }

  @Nested
  class GoldenImages extends GoldenImageTests {
    @Override
    Device open() {
      return ReferenceContract.this.open();
    }
  }

  @Nested
  class GoldenNetwork extends GoldenConvNetTests {
    @Override
    Device open() {
      return ReferenceContract.this.open();
    }
  }

  @Nested
  class Discrepancies extends MmdTests {
    @Override
    Device open() {
      return ReferenceContract.this.open();
    }
  }

  @Nested
  class NotANumber extends NotANumberTests {
    @Override
    Device open() {
      return ReferenceContract.this.open();
    }
  }

  @Nested
  class Memory extends MemoryTests {
    @Override
    Device open() {
      return ReferenceContract.this.open();
    }
  }
}
