
// Line charts, drawn to the width they have, so that their text stays readable on a phone.

const MARGIN = { left: 46, right: 10, top: 10, bottom: 34 };
const MOST_POINTS = 1500;

function ticks(low, high, wanted) {
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  return low === high ? [low - Math.abs(low || 1) / 10, high + Math.abs(high || 1) / 10] : [low, high];
}

/** At most so many points as can be told apart, the last one always. */
function thinned(points) {
  const stride = Math.ceil(points.length / MOST_POINTS);
  return stride <= 1 ? points : points.filter((_, i) => (points.length - 1 - i) % stride === 0);
}

/**
 * A chart. series: [{name, color, points: [[x, y], ...], faint, marks}]; x and y: {label, format},
 * x also {low, high}. Faint series stand behind and are not in the legend.
 */
function lineChart({ id, title, series, x, y }) {
  const shown = series.filter((one) => one.points.length > 0)
    .map((one) => ({ ...one, points: thinned(one.points) }));
  const all = shown.flatMap((one) => one.points);
  const [dataLow, dataHigh] = extent(all.map((point) => point[0]));
  const xRange = [x.low ?? dataLow, Math.max(x.high ?? -Infinity, dataHigh)];
  const [low, high] = extent(all.map((point) => point[1]));
  const yRange = [low - 0.04 * (high - low), high + 0.06 * (high - low)];
  const drawing = svg("svg", { role: "img", "aria-label": title });
  const legend = el("ul", { class: "legend" });
  const chart = { shown, xRange, yRange, x, y, drawing, legend };
  const show = (position) => {
    const width = drawing.clientWidth;
    if (width > 0) draw(chart, width, drawing.clientHeight, position);
  };
  new ResizeObserver(() => show(null)).observe(drawing);
  drawing.addEventListener("pointermove", (event) => show(event.clientX - drawing.getBoundingClientRect().left));
  drawing.addEventListener("pointerleave", () => show(null));
  return el("figure", { class: "chart", id },
    el("figcaption", {}, el("b", {}, title)), drawing, legend);
}

function draw({ shown, xRange, yRange, x, y, drawing, legend }, width, height, position) {
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const toX = (value) => MARGIN.left + ((value - xRange[0]) / (xRange[1] - xRange[0] || 1)) * (right - MARGIN.left);
  const toY = (value) => bottom - ((value - yRange[0]) / (yRange[1] - yRange[0])) * (bottom - MARGIN.top);
  const parts = [];
  for (const value of ticks(...yRange, 5)) {
    const level = toY(value);
    parts.push(svg("line", { class: "grid", x1: MARGIN.left, x2: right, y1: level, y2: level }));
    parts.push(svg("text", { x: MARGIN.left - 8, y: level + 4, "text-anchor": "end" }, y.format(value)));
  }
  for (const value of ticks(...xRange, Math.max(3, Math.floor(width / 110)))) {
    parts.push(svg("text", { x: toX(value), y: bottom + 16, "text-anchor": "middle" }, x.format(value)));
  }
  parts.push(svg("line", { class: "axis", x1: MARGIN.left, x2: right, y1: bottom, y2: bottom }));
  parts.push(svg("text", { x: right, y: bottom + 31, "text-anchor": "end" }, x.label));
  for (const one of [...shown].sort((a, b) => (b.faint ? 1 : 0) - (a.faint ? 1 : 0))) {
    const points = one.points.map((point) => [toX(point[0]).toFixed(1), toY(point[1]).toFixed(1)]);
    parts.push(svg("polyline", {
      color: one.color, stroke: "currentColor", class: one.faint ? "faint" : "line",
      "data-series": one.name, points: points.map((point) => point.join(",")).join(" "),
    }));
    if (one.marks || points.length === 1) {
      parts.push(...points.map(([cx, cy]) => svg("circle", { cx, cy, r: one.faint ? 2 : 3, color: one.color, fill: "currentColor", class: one.faint ? "faint" : "line" })));
    }
  }
  const value = position === null ? null
    : xRange[0] + ((position - MARGIN.left) / (right - MARGIN.left)) * (xRange[1] - xRange[0]);
  const bold = shown.filter((one) => !one.faint);
  const nearest = value === null || bold.length === 0 ? null
    : bold.flatMap((one) => one.points).reduce((best, point) =>
      Math.abs(point[0] - value) < Math.abs(best[0] - value) ? point : best)[0];
  if (nearest !== null) {
    parts.push(svg("line", { class: "cursor", x1: toX(nearest), x2: toX(nearest), y1: MARGIN.top, y2: bottom }));
  }
  drawing.replaceChildren(...parts);
  legend.replaceChildren(
    ...bold.map((one) => {
      const point = nearest === null ? one.points[one.points.length - 1]
        : one.points.find((candidate) => candidate[0] === nearest);
      return el("li", {}, swatch(one.color), `${one.name} `, point ? el("b", {}, y.format(point[1])) : null);
    }),
    ...(nearest === null ? [] : [el("li", {}, `at ${x.format(nearest)}`)]),
  );
}

/** A mean with its interval and single values on a scale from low to high. */
function intervalPlot(statistics, low, high, color) {
  const to = (value) => `${(100 * (value - low)) / (high - low)}%`;
  const interval = statistics.interval_95;
  const clip = (value) => Math.min(high, Math.max(low, value));
  return svg("svg", { class: "interval", color, role: "img", "aria-label": percent(statistics.mean) },
    svg("line", { class: "scale", x1: "0%", x2: "100%", y1: "50%", y2: "50%" }),
    interval ? svg("line", { x1: to(clip(interval[0])), x2: to(clip(interval[1])), y1: "50%", y2: "50%" }) : null,
    ...statistics.values.map((value) => svg("circle", { class: "one", cx: to(value), cy: "50%", r: 4 })),
    svg("line", { x1: to(statistics.mean), x2: to(statistics.mean), y1: "18%", y2: "82%" }));
}

/** Where the scale of interval plots ends: all values and intervals, within 0 to 100 %. */
function intervalScale(all) {
  const ends = all.flatMap((one) => [...one.values, ...(one.interval_95 ?? [])]);
  const [low, high] = extent(ends.map((value) => Math.min(100, Math.max(0, value))));
  const pad = 0.05 * (high - low);
  return [low - pad, high + pad];
}
