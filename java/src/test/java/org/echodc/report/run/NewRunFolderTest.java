package org.echodc.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.echodc.failure.Told;
import org.echodc.report.ReportException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No run takes the place of what is not an earlier run's, nor of one that is at work. */
class NewRunFolderTest {
  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("runs/first");
  }

  @Test
  void makesAnEmptyFolder() throws IOException {
    assertEquals(path, RunDirectory.create(path, false).path());
    assertEquals(List.of(), contents());
    RunDirectory.create(path, false);
  }

  @Test
  void runsThatBeginAtOnceGetDirectoriesOfTheirOwn() throws Exception {
    Path wanted = path.resolve("runs/mnist-20260101-120000");
    int runs = 16;
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    List<Callable<Path>> begin =
        Collections.nCopies(runs, () -> RunDirectory.createAnother(wanted).path());
    Set<Path> made = new TreeSet<>();
    for (Future<Path> one : threads.invokeAll(begin)) {
      made.add(one.get());
    }
    threads.shutdown();
    Set<Path> expected =
        IntStream.rangeClosed(2, runs)
            .mapToObj(number -> wanted.resolveSibling(wanted.getFileName() + "-" + number))
            .collect(Collectors.toCollection(TreeSet::new));
    expected.add(wanted);
    assertEquals(expected, made);
  }

  private void writeRun() {
    RunDirectory run = RunDirectory.create(path, false);
    run.writeInitial(RecordExamples.small());
    run.writeCondensed(RecordExamples.small());
    run.metrics(line -> {}).close();
  }

  @Test
  void doesNotTouchAnEarlierRun() throws IOException {
    writeRun();
    List<String> before = contents();
    refusedToCreate(path, false, path + " is not empty", "OUTPUT_IN_USE");
    assertEquals(before, contents());
  }

  @Test
  void overwritingRemovesAnEarlierRun() throws IOException {
    writeRun();
    RunDirectory.create(path, true);
    assertEquals(List.of(), contents());
  }

  @Test
  void overwritingRemovesWhatAKilledRunLeftHalfWritten() throws IOException {
    writeRun();
    for (String file : contents()) {
      Files.move(path.resolve(file), path.resolve(file + ".partial"));
    }
    Files.createFile(path.resolve("run.json.partial"));
    refusedToCreate(path, false, path + " is not empty");
    RunDirectory.create(path, true);
    assertEquals(List.of(), contents());
  }

  @Test
  void theWorkingFolderIsNamedToo() {
    Path here = Path.of("");
    refusedToCreate(here, true, here.toAbsolutePath() + " holds ", ", which no run wrote");
  }

  @Test
  void overwritingLeavesForeignFilesAlone() throws IOException {
    writeRun();
    for (String foreign : List.of("thesis.tex", "film.partial", "run.json.bak")) {
      Path file = Files.createFile(path.resolve(foreign));
      List<String> before = contents();
      refusedToCreate(path, true, path + " holds " + foreign + ", which no run wrote");
      assertEquals(before, contents());
      Files.delete(file);
    }
  }

  @Test
  void overwritingLeavesForeignFoldersAndLinksAlone() throws IOException {
    Files.createDirectories(path.resolve("run.json"));
    refusedToCreate(path, true, path + " holds run.json, which no run wrote");
    Files.delete(path.resolve("run.json"));
    Files.createSymbolicLink(path.resolve("run.json"), folder);
    refusedToCreate(path, true, path + " holds run.json, which no run wrote");
  }

  @Test
  void followsALinkToAFolder() throws IOException {
    Path target = Files.createDirectories(folder.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    RunDirectory.create(link, false).writeCondensed(RecordExamples.small());
    assertTrue(Files.exists(target.resolve("condensed.npz")));
  }

  @Test
  void saysWhatIsInTheWay() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    refusedToCreate(file, true, "run directory " + file, "file already exists: " + file);
    refusedToCreate(file.resolve("run"), false, "run directory " + file + "/run cannot be written");
    refusedToCreate(Path.of("/proc/echodc"), false, "/proc/echodc cannot be written: ");
  }

  @Test
  void aRunThatIsBeingWrittenIsNotOverwritten() {
    RunDirectory run = RunDirectory.create(path, false);
    RunLock lock = run.lock();
    try (lock) {
      refusedToCreate(path, true, path + " is being written by another echodc");
      assertThrows(ReportException.class, run::lock);
    }
    RunDirectory.create(path, true);
  }

  private static void refusedToCreate(Path path, boolean overwrite, String... expected) {
    ReportException e =
        assertThrows(ReportException.class, () -> RunDirectory.create(path, overwrite));
    for (String part : expected) {
      assertTrue(Told.by(e).contains(part), e.getMessage());
    }
  }

  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
