package org.echodc.device.memory;

import static org.echodc.device.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.echodc.device.DeviceTests;
import org.echodc.device.Event;
import org.echodc.device.ReadBack;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.Fill;
import org.echodc.operation.layer.Add;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Copies, fills, views and events. */
public abstract class MemoryTests extends DeviceTests {

  @Test
  void whatIsUploadedComesBack() {
    float[] floats = {0, -0f, 1e-45f, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN};
    int[] ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
    assertArrayEquals(Values.doubles(floats), bench().values(bench().floats(floats, 2, 3)));
    int[] back = new int[4];
    device().download(bench().ints(ints, 4), back);
    assertArrayEquals(ints, back);
  }

  @Test
  void whatIsReadBackIsOfItsMoment() {
    Tensor tensor = bench().state("tensor", new float[] {1, 2, 3}, 3);
    ReadBack before = device().readBack(tensor);
    device().run(new Fill(tensor, 7));
    ReadBack after = device().readBack(tensor);
    while (!before.isDone()) {
      Thread.onSpinWait();
    }
    assertArrayEquals(new float[] {1, 2, 3}, before.values());
    assertArrayEquals(new float[] {7, 7, 7}, after.values());
  }

  @Test
  void fillRoundsWholeNumbersDown() {
    Tensor floats = bench().result("floats", 3);
    Tensor ints = bench().intResult("ints", 3);
    device().run(new Fill(floats, -1.5f));
    device().run(new Fill(ints, -1.5f));
    assertArrayEquals(new double[] {-1.5, -1.5, -1.5}, bench().values(floats));
    assertArrayEquals(new double[] {-2, -2, -2}, bench().values(ints));
  }

  @Test
  void viewsShareTheirMemory() {
    Tensor whole = bench().state("whole", new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 4, 3);
    Tensor middle = whole.rows(1, 2);
    assertArrayEquals(new double[] {3, 4, 5, 6, 7, 8}, bench().values(middle));
    Tensor inner = middle.view(2, Shape.of(2));
    device().run(new Fill(inner, 0));
    inner.close();
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 0, 0, 7, 8, 9, 10, 11}, bench().values(whole));
  }

  @Test
  void operationsWorkOnViews() {
    Tensor whole = bench().floats(Values.normal(1, 33), 33);
    Tensor sums = bench().state("sums", new float[20], 20);
    device()
        .run(
            new Add(
                whole.view(1, Shape.of(15)),
                whole.view(18, Shape.of(15)),
                sums.view(3, Shape.of(15))));
    double[] values = bench().values(whole);
    double[] expected = new double[20];
    for (int i = 0; i < 15; i++) {
      expected[3 + i] = values[1 + i] + values[18 + i];
    }
    assertClose(Tolerance.STANDARD, "sums", expected, bench().values(sums));
  }

  @Test
  void timeDoesNotRunBackwards() {
    Event start = device().recordEvent();
    device().run(new Fill(bench().allocate(DataType.FLOAT32, 1 << 16), 1));
    assertTrue(device().recordEvent().secondsSince(start) >= 0);
    device().synchronize();
  }
}
