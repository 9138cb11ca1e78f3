
// A run: what its events add up to, and the sections that show it.

class Run {
  constructor(data) {
    this.configuration = data.run;
    this.summary = data.summary;
    this.pictures = data.pictures;
    this.evaluations = data.evaluations;
    this.losses = new Map(); // by objective
    this.networks = new Map(); // by set, then by number
    this.evaluated = new Map(); // by set
    this.totals = new Map(); // of phases
    this.seconds = new Map(); // of phases, in all sessions of the run
    this.phase = null;
    this.first = null; // event of the phase with a time; a phase that was resumed begins anywhere
    this.now = null; // the last such event
    data.events.forEach((event) => this.add(event));
  }

  add(event) {
    switch (event.event) {
      case "begin":
        this.phase = event;
        this.first = this.now = null;
        this.totals.set(event.phase, event.total);
        break;
      case "end":
        this.phase = null;
        this.seconds.set(event.phase, event.seconds);
        break;
      case "loss":
        this.reach(event);
        if (!this.losses.has(event.objective)) this.losses.set(event.objective, []);
        this.losses.get(event.objective).push(event);
        break;
      case "epoch":
        this.reach(event);
        this.network(event).losses.push([this.share(event), event.loss]);
        break;
      case "accuracy":
        this.network(event).accuracies.push([this.share(event), event.accuracy]);
        break;
      case "evaluated":
        this.evaluated.set(event.set, event);
        break;
    }
  }

  reach(event) {
    this.now = event;
    this.first ??= event;
    this.seconds.set(this.phase.phase, event.seconds);
  }

  /** Iterations or epochs of the phase that are done at an event. */
  done(event) {
    if (event.event === "loss") return event.iteration;
    return (event.network - 1) * (this.phase.total / this.repeats) + event.epoch;
  }

  /** Iterations or epochs a second; 0 as long as there is no telling. */
  get rate() {
    if (!this.now || this.now.seconds <= this.first.seconds) return 0;
    return (this.done(this.now) - this.done(this.first)) / (this.now.seconds - this.first.seconds);
  }

  network(event) {
    if (!this.networks.has(event.set)) this.networks.set(event.set, new Map());
    const ofSet = this.networks.get(event.set);
    if (!ofSet.has(event.network)) ofSet.set(event.network, { losses: [], accuracies: [] });
    return ofSet.get(event.network);
  }

  get repeats() {
    return at(this.configuration, "evaluation", "repeats") ?? 1;
  }

  /** Share of a network's training, in per cent: sets differ in their epochs. */
  share(event) {
    const epochs = this.totals.get(`evaluate ${event.set}`) / this.repeats;
    return (100 * event.epoch) / (epochs || event.epoch);
  }

  get own() {
    return at(this.configuration, "condensation", "objective");
  }

  get status() {
    if (this.summary) return this.summary.status;
    if (this.unreachable) return "unreachable";
    return data.live ? "running" : "unfinished";
  }

  get phases() {
    return [...this.seconds].map(([name, seconds]) => ({ name, seconds }));
  }
}

function header(run) {
  const { configuration } = run;
  const decoding = at(configuration, "condensation", "decoding") ?? {};
  const tiles = decoding.factor ** 2;
  const started = new Date(configuration.started);
  return el("header", {},
    el("div", { class: "kicker" },
      el("span", {}, "ECHO run"),
      el("span", { class: `status ${run.status}` }, run.status),
      Number.isNaN(started.valueOf()) ? null : el("time", { datetime: configuration.started }, started.toLocaleString())),
    el("h1", {}, configuration.dataset),
    el("p", { class: "soft" },
      `${count(configuration.training_images)} images of ${plural(configuration.class_names.length, "class")} condensed to `
      + `${plural(decoding.ipc, "image")} a class${tiles > 1 ? `, each holding ${tiles} smaller ones` : ""}, `
      + `on ${processors(configuration)}.`),
    ...ending(run));
}

function ending(run) {
  if (at(run.summary, "failure")) return [el("p", { class: "failure" }, run.summary.failure)];
  return {
    cancelled: [el("p", { class: "failure" }, "The run was ended before it was complete; what it had reached is shown.")],
    unreachable: [el("p", { class: "failure" }, "The run does not answer; it may have ended. Its report is report.html in its directory.")],
    unfinished: [el("p", { class: "failure" }, "There is no summary: the run goes on, or was ended by force. What it wrote is shown.")],
  }[run.status] ?? [];
}

function going(run) {
  if (!run.phase || run.summary) return null;
  const { phase, now, rate } = run;
  const done = now ? run.done(now) : phase.done ?? 0;
  const fraction = phase.total > 0 ? Math.min(1, done / phase.total) : 0;
  const fillBar = el("i");
  fillBar.style.width = `${100 * fraction}%`;
  return el("div", { class: "going" },
    el("div", { class: "row" },
      el("b", {}, phase.phase),
      el("span", { class: "soft" },
        [
          `${phase.unit} ${count(done)} of ${count(phase.total)}`,
          rate > 0 ? (rate >= 1 ? `${decimal(rate, 1)} a second` : `${duration(1 / rate)} each`) : null,
          rate > 0 ? `${duration((phase.total - done) / rate)} left` : null,
          now ? `loss ${significant(now.mean ?? now.loss)}` : null,
        ].filter(Boolean).join(" · "))),
    el("div", { class: "bar" }, fillBar));
}

function figures(run) {
  const figure = (name, value, more) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, value, more ? el("small", {}, more) : null));
  const found = [];
  const own = run.evaluated.get(run.own);
  if (own) found.push(figure(`Accuracy, ${run.own}`, percent(own.accuracy.mean), intervalText(own.accuracy)));
  const losses = run.losses.get(run.own) ?? [];
  const last = losses[losses.length - 1];
  if (last) {
    found.push(figure("Loss", significant(last.mean), `from ${significant(losses[0].mean)}`));
    const each = at(run.summary, "seconds_per_iteration") || last.seconds / last.iteration;
    const planned = at(run.configuration, "condensation", "iterations");
    found.push(figure("Iterations", count(at(run.summary, "iterations") ?? last.iteration), `of ${count(planned)}`));
    found.push(figure("An iteration", duration(each), `${significant(Number((1 / each).toPrecision(3)))} a second`));
  }
  if (run.summary) {
    found.push(figure("Whole run", duration(run.summary.total_seconds), "evaluations included"));
    found.push(figure("Device memory", memory(run.summary.peak_device_bytes), "at its peak"));
  }
  return found.length > 0 ? el("dl", { class: "figures" }, ...found) : null;
}

function intervalText(statistics) {
  const interval = statistics.interval_95;
  if (!interval) return "one network: no interval";
  return `${decimal(interval[0], 2)} to ${decimal(interval[1], 2)} (95 %)`;
}

/** How much of the images a picture shows, if not all. */
function shownPart({ rows, classes, columns, ipc }) {
  if (rows === classes && columns === ipc) return "";
  return `; the first ${plural(columns, "image")} of ${rows < classes ? "the first " : ""}${plural(rows, "class")} are shown`;
}

function pictures(run) {
  const { initial, condensed } = run.pictures;
  if (!initial && !condensed) return null;
  const names = run.configuration.class_names;
  const after = run.summary || !data.live ? "After" : "Now";
  const iterations = condensed && condensed.iteration !== undefined ? `, iteration ${count(condensed.iteration)}` : "";
  return section("Synthetic images",
    `A row is a class, a column a stored image${shownPart(initial ?? condensed)}.`,
    el("div", { class: "pictures" },
      initial ? picture(initial, [el("b", {}, "Before"), ` condensing`], names) : null,
      condensed ? picture(condensed, [el("b", {}, after), iterations], names) : null));
}

function accuracies(run) {
  const rows = [...run.evaluated.values()];
  if (rows.length === 0) return null;
  const [low, high] = intervalScale(rows.map((row) => row.accuracy));
  return section("Accuracy on the real test images",
    "Networks trained from scratch on each set, tested after the last epoch. Intervals of the mean: 95 %, by Student's t; "
    + `dots are networks, the scale runs from ${decimal(low, 0)} to ${decimal(high, 0)} %.`,
    table(["Set", "Accuracy", "95 % interval", "", "Std", "Networks", "Images a class"],
      rows.map((row) => [
        [swatch(`var(--${row.set})`), row.set, el("small", {}, row.description)],
        el("b", {}, percent(row.accuracy.mean)),
        row.accuracy.interval_95
          ? `${decimal(row.accuracy.interval_95[0], 2)} – ${decimal(row.accuracy.interval_95[1], 2)}` : "one network: none",
        intervalPlot(row.accuracy, low, high, `var(--${row.set})`),
        row.accuracy.values.length > 1 ? decimal(row.accuracy.std, 2) : "–",
        count(row.accuracy.values.length),
        count(row.per_class),
      ])));
}

/** What networks came to that were trained on the run's images afterwards. */
function otherNetworks(run) {
  const rows = run.evaluations;
  if (rows.length === 0) return null;
  const [low, high] = intervalScale(rows.map((row) => row.accuracy));
  return section("Judged by networks",
    "Each trained from scratch by echodc evaluate. Intervals of the mean: 95 %, by Student's t.",
    table(["Network", "Images", "Accuracy", "95 % interval", "", "Networks"],
      rows.map((row) => [
        [row.description, el("small", {}, `${count(row.parameters)} parameters, ${plural(row.evaluation.epochs, "epoch")}`)],
        [swatch(`var(--${row.set})`), row.set],
        el("b", {}, percent(row.accuracy.mean)),
        row.accuracy.interval_95
          ? `${decimal(row.accuracy.interval_95[0], 2)} – ${decimal(row.accuracy.interval_95[1], 2)}` : "one network: none",
        intervalPlot(row.accuracy, low, high, `var(--${row.set})`),
        count(row.accuracy.values.length),
      ])));
}
