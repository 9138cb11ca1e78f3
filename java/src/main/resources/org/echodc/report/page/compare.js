
// Runs side by side; the first is what the others are compared with.

const data = JSON.parse(document.getElementById("data").textContent);
const page = document.getElementById("page");
const COLORS = 6;
const runs = data.runs.map((run, i) => ({ ...run, color: `var(--run-${(i % COLORS) + 1})` }));

function probability(p, absent) {
  if (p === null) return absent;
  return p < 0.001 ? "< 0.001" : decimal(p, 3);
}

function head() {
  return el("header", {},
    el("div", { class: "kicker" }, "ECHO runs compared"),
    el("h1", {}, runs[0].run.dataset),
    el("p", { class: "soft" }, `${runs.length} runs; the others are compared with ${runs[0].name}.`),
    data.warnings.length > 0 ? el("ul", { class: "warnings" }, ...data.warnings.map((text) => el("li", {}, text))) : null);
}

function accuracyTable() {
  const known = runs.filter((run) => run.accuracy);
  const [low, high] = intervalScale(known.map((run) => run.accuracy));
  return section("Accuracy", data.method,
    table(["Run", "Accuracy", "95 % interval", "", "Networks", "p", "p, Holm"], runs.map((run, i) => {
      const { accuracy } = run;
      const interval = at(accuracy, "interval_95");
      return [
        [swatch(run.color), run.name, el("small", {}, `condensed by ${at(run.run, "condensation", "objective")}`)],
        accuracy ? el("b", {}, percent(accuracy.mean)) : "–",
        interval ? `${decimal(interval[0], 2)} – ${decimal(interval[1], 2)}` : accuracy ? "one network: none" : "–",
        accuracy ? intervalPlot(accuracy, low, high, run.color) : "",
        accuracy ? count(accuracy.values.length) : "–",
        i === 0 ? "the first" : probability(run.probability, "no test"),
        i === 0 ? "" : probability(run.holm, "no test"),
      ];
    })));
}

/** What the same network, trained the same way, made of each run's images. */
function otherNetworks() {
  const how = (row) => JSON.stringify({ ...row.evaluation, seed: 0, repeats: 0 });
  const ways = new Map(runs.flatMap((run) => run.evaluations.map((row) => [how(row), row])));
  if (ways.size === 0) return null;
  return section("Judged by networks", "Means of the accuracy, with intervals of 95 %; trained by echodc evaluate.",
    table(["Network", ...runs.map((run) => run.name)], [...ways].map(([way, { description, evaluation }]) => [
      [description, el("small", {}, plural(evaluation.epochs, "epoch"))],
      ...runs.map((run) => {
        const row = run.evaluations.filter((candidate) => how(candidate) === way).pop();
        if (!row) return "–";
        const interval = row.accuracy.interval_95;
        return [el("b", {}, percent(row.accuracy.mean)),
          el("small", {}, interval ? `${decimal(interval[0], 2)} – ${decimal(interval[1], 2)}` : "one network")];
      }),
    ])));
}

function costs() {
  return section("Time and memory", null,
    table(["Run", "Iterations", "A second", "Condensing and evaluating", "Peak device memory", "Device"], runs.map((run) => {
      const summary = run.summary;
      return [
        [swatch(run.color), run.name],
        ...(summary
          ? [count(summary.iterations), significant(Number(summary.iterations_per_second.toPrecision(3))),
            duration(summary.total_seconds), memory(summary.peak_device_bytes)]
          : ["–", "–", "–", "–"]),
        processors(run.run),
      ];
    })));
}

function pictureGrid() {
  const shown = runs.filter((run) => run.picture);
  return section("Condensed images", null,
    el("div", { class: "pictures" }, ...shown.map((run) =>
      picture(run.picture, [swatch(run.color), el("b", {}, run.name)], run.run.class_names))));
}

/** Losses of different objectives or kernels have different scales: one chart for each. */
function lossCharts() {
  const charts = new Map();
  for (const run of runs.filter((candidate) => candidate.losses.length > 0)) {
    const { objective, discrepancy } = run.run.condensation;
    const kind = objective === "dm" ? objective : `${objective}, ${at(discrepancy, "kernel")}`;
    charts.set(kind, [...(charts.get(kind) ?? []), { name: run.name, color: run.color, points: run.losses }]);
  }
  if (charts.size === 0) return null;
  return section("Loss of condensation", "Mean of the classes; each kind of loss has a scale of its own.",
    el("div", { class: "charts" }, ...[...charts].map(([kind, series], i) =>
      lineChart({ id: `loss-${i}`, title: kind, series, x: { label: "iteration", format: count, low: 0 }, y: { format: significant } }))));
}

function leaves(object, path = []) {
  return Object.entries(object ?? {}).flatMap(([key, value]) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? leaves(value, [...path, key]) : [[[...path, key].join(", ").replaceAll("_", " "), String(value)]]);
}

function differences() {
  const all = runs.map((run) => new Map(leaves(run.run)));
  const names = [...new Set(all.flatMap((one) => [...one.keys()]))]
    .filter((name) => !["started", "command line", "resumed"].includes(name))
    .filter((name) => new Set(all.map((one) => one.get(name))).size > 1);
  if (names.length === 0) return section("What differs in the configuration", "Nothing.");
  return section("What differs in the configuration", null,
    table(["", ...runs.map((run) => run.name)], names.map((name) => [name, ...all.map((one) => one.get(name) ?? "–")])));
}

page.replaceChildren(...[head(), accuracyTable(), otherNetworks(), costs(), pictureGrid(), lossCharts(), differences()].filter(Boolean));
