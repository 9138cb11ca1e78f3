
"use strict";
// Elements are made one by one and text is set as text: what a run holds is data, never markup.

const SVG = "http://www.w3.org/2000/svg";
const PICTURE_TEXT = "synthetic images, a row for each class";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "color") node.style.color = value;
    else if (value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function section(title, note, ...content) {
  return el("section", {}, el("h2", {}, title), note ? el("p", { class: "note" }, note) : null, ...content);
}

function count(value) {
  return Number(value).toLocaleString("en", { maximumFractionDigits: 0 });
}

function decimal(value, digits) {
  return Number(value).toFixed(digits);
}

function percent(value) {
  return `${decimal(value, 2)} %`;
}

/** Four significant digits, however large or small. */
function significant(value) {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

function duration(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${decimal(seconds, 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function memory(bytes) {
  return bytes < 1e9 ? `${decimal(bytes / 1e6, 0)} MB` : `${decimal(bytes / 1e9, 2)} GB`;
}

function plural(number, noun) {
  return `${count(number)} ${noun}${number === 1 ? "" : noun.endsWith("s") ? "es" : "s"}`;
}

/** What an object from a file has at a path, nothing where it has nothing. */
function at(object, ...path) {
  return path.reduce((value, key) => (value === null || value === undefined ? undefined : value[key]), object);
}

/** The processors that a run used, in order: where it began, and where it went on. */
function processors(configuration) {
  const sessions = [configuration, ...(configuration.resumed ?? [])];
  return [...new Set(sessions.map((session) => at(session, "device", "hardware") ?? "–"))].join(", then ");
}

/** A table; cells are text, elements or lists of both. */
function table(headings, rows) {
  const cells = (name, row) => row.map((cell) => el(name, {}, ...[cell].flat()));
  return el("div", { class: "scroll" },
    el("table", {},
      el("thead", {}, el("tr", {}, ...cells("th", headings))),
      el("tbody", {}, ...rows.map((row) => el("tr", {}, ...cells("td", row))))));
}

function swatch(color) {
  return el("i", { class: "dot", color });
}

/** A grid of images with the names of its rows; its element is there already, or made. */
function picture(image, caption, classNames) {
  const names = Array.from({ length: image.rows }, (_, label) => at(classNames, label) ?? String(label));
  return el("figure", {},
    el("figcaption", {}, ...caption),
    el("div", { class: "labelled" },
      el("ol", {}, ...names.map((name) => el("li", { title: name }, name))),
      el("div", {}, image.element ?? el("img", { src: image.src, alt: PICTURE_TEXT }))));
}
