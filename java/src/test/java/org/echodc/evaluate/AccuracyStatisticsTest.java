package org.echodc.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccuracyStatisticsTest {
  @Test
  void deviationIsThatOfASample() {
    AccuracyStatistics accuracy = new AccuracyStatistics(List.of(70.0, 72.0, 77.0));
    assertEquals(73, accuracy.mean(), 1e-12);
    assertEquals(Math.sqrt((9 + 1 + 16) / 2.0), accuracy.std(), 1e-12);
  }

  @Test
  void aSingleRepeatDoesNotDeviate() {
    AccuracyStatistics accuracy = new AccuracyStatistics(List.of(85.5));
    assertEquals(85.5, accuracy.mean());
    assertEquals(0, accuracy.std());
  }

  @Test
  void equalRepeatsDoNotDeviate() {
    assertEquals(0, new AccuracyStatistics(List.of(33.3, 33.3, 33.3)).std(), 1e-12);
  }

  /** t(2) at 97.5 % is 4.302653, of any table. */
  @Test
  void intervalIsStudents() {
    AccuracyStatistics accuracy = new AccuracyStatistics(List.of(70.0, 72.0, 77.0));
    double half = 4.302653 * Math.sqrt(13) / Math.sqrt(3);
    ConfidenceInterval interval = accuracy.interval().orElseThrow();
    assertEquals(73 - half, interval.low(), 1e-5);
    assertEquals(73 + half, interval.high(), 1e-5);
  }

  @Test
  void aSingleRepeatHasNoInterval() {
    assertEquals(Optional.empty(), new AccuracyStatistics(List.of(85.5)).interval());
  }

  @Test
  void keepsItsOwnCopyInTheOrderOfTheRepeats() {
    List<Double> values = new ArrayList<>(List.of(90.0, 80.0));
    AccuracyStatistics accuracy = new AccuracyStatistics(values);
    values.clear();
    assertEquals(List.of(90.0, 80.0), accuracy.values());
    assertThrows(UnsupportedOperationException.class, () -> accuracy.values().clear());
  }
}
