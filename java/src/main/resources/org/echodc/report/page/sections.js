
// The sections of a run below its pictures: curves, time, configuration.

function lossCurves(run) {
  if (run.losses.size === 0) return null;
  const planned = at(run.configuration, "condensation", "iterations");
  const charts = [...run.losses].map(([objective, losses]) => {
    const classes = losses[0].classes.map((_, label) => ({
      name: run.configuration.class_names[label] ?? String(label),
      color: `var(--${objective})`,
      faint: true,
      points: losses.map((event) => [event.iteration, event.classes[label]]),
    }));
    const mean = {
      name: "mean", color: `var(--${objective})`, points: losses.map((event) => [event.iteration, event.mean]),
    };
    return lineChart({
      id: `loss-${objective}`,
      title: objective === "dm" ? "DM: distance of the means" : "ECHO: maximum mean discrepancy",
      series: [...classes, mean],
      x: { label: "iteration", format: count, low: 0, high: planned },
      y: { format: significant },
    });
  });
  return section("Loss of condensation", "The mean of the classes, and each class behind it.",
    el("div", { class: "charts" }, ...charts));
}

/** The mean of curves at the x that all of them have. */
function meanCurve(curves) {
  const sums = new Map();
  for (const [x, y] of curves.flat()) {
    const sum = sums.get(x) ?? { total: 0, number: 0 };
    sums.set(x, { total: sum.total + y, number: sum.number + 1 });
  }
  return [...sums].filter(([, sum]) => sum.number === curves.length)
    .map(([x, sum]) => [x, sum.total / sum.number]).sort((a, b) => a[0] - b[0]);
}

function trainingCurves(run) {
  if (run.networks.size === 0) return null;
  const x = { label: "share of the training, %", format: count, low: 0, high: 100 };
  const sets = [...run.networks].map(([set, networks]) => ({ set, color: `var(--${set})`, networks: [...networks.values()] }));
  const accuracy = sets.flatMap(({ set, color, networks }) => {
    const curves = networks.map((network) => network.accuracies);
    const faint = curves.map((points, i) => ({ name: `${set} ${i + 1}`, color, faint: true, marks: true, points }));
    return [...(curves.length > 1 ? faint : []), { name: set, color, marks: true, points: meanCurve(curves) }];
  });
  const loss = sets.map(({ set, color, networks }) => (
    { name: set, color, points: meanCurve(networks.map((network) => network.losses)) }));
  return section("Training the evaluated networks",
    "Means of each set's networks. Test images play no part in the training.",
    el("div", { class: "charts" },
      lineChart({
        id: "accuracy", title: "Accuracy on the test images, %", series: accuracy, x,
        y: { format: (value) => String(Number(value.toFixed(2))) },
      }),
      lineChart({
        id: "training-loss", title: "Training loss, last batch of an epoch", series: loss, x, y: { format: significant },
      })));
}

function timing(run) {
  const phases = run.phases;
  if (phases.length === 0) return null;
  const sum = phases.reduce((total, phase) => total + phase.seconds, 0);
  const total = at(run.summary, "total_seconds") ?? sum;
  if (total > sum) phases.push({ name: "writing and the rest", seconds: total - sum });
  const color = (phase) => {
    const [kind, what] = phase.name.split(" ");
    return `var(--${kind === "condense" || kind === "evaluate" ? what : "rule"})`;
  };
  const bar = el("div", { class: "phases" }, ...phases.map((phase) => {
    const part = el("i", { title: `${phase.name}: ${duration(phase.seconds)}`, color: color(phase) });
    part.style.flexGrow = String(phase.seconds);
    part.style.opacity = phase.name.startsWith("evaluate") ? "0.55" : "1";
    return part;
  }));
  return section("Where the time went", null, bar,
    table(["Phase", "Time", "Share"], phases.map((phase) => [
      [swatch(color(phase)), phase.name], duration(phase.seconds), `${decimal((100 * phase.seconds) / total, 1)} %`,
    ])));
}

function facts(title, object) {
  const entries = [];
  const collect = (value, path) => {
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) collect(inner, [...path, key.replaceAll("_", " ")]);
    } else {
      entries.push([path.join(", "), Array.isArray(value) ? value.join(", ") : String(value)]);
    }
  };
  collect(object ?? {}, []);
  return el("div", {}, el("h3", {}, title),
    el("dl", {}, ...entries.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])));
}

/** How and where a run went on. */
function sessions(resumed) {
  return table(["Went on with", "at", "on device"], resumed.map((session) => [
    el("code", {}, `echodc ${session.command_line}`), new Date(session.started).toLocaleString(),
    `${at(session, "device", "name")}, ${at(session, "device", "hardware")}`,
  ]));
}

function configuration(run) {
  const { condensation, evaluation, device, versions, command_line: commandLine, resumed } = run.configuration;
  return section("Configuration", null,
    el("p", {}, el("code", {}, `echodc ${commandLine}`)),
    resumed ? sessions(resumed) : null,
    el("div", { class: "facts" },
      facts("Condensation", condensation), facts("Evaluation", evaluation),
      facts("Machine", device), facts("Versions", versions)));
}

const data = JSON.parse(document.getElementById("data").textContent);
const page = document.getElementById("page");

/** Sections that show nothing yet are left out. */
function render(run) {
  page.replaceChildren(...[
    header(run), going(run), figures(run), pictures(run), accuracies(run), otherNetworks(run),
    lossCurves(run), trainingCurves(run), timing(run), configuration(run),
  ].filter(Boolean));
}
