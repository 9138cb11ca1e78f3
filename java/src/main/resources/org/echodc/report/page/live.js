
// Shows the run; while it goes on, what the server sends is added and the page drawn anew.

const MILLISECONDS_BETWEEN_DRAWINGS = 700;
const MILLISECONDS_BETWEEN_PICTURES = 3000;
const latest = new Map(); // pictures, by name
const run = new Run(data);
let drawing = null;

function redraw() {
  drawing ??= setTimeout(() => {
    drawing = null;
    // a chart under the pointer is being read
    if (page.querySelector(".chart svg:hover") && !run.summary) redraw();
    else render(run);
  }, MILLISECONDS_BETWEEN_DRAWINGS);
}

/** A picture replaces the one before when it is there, so that nothing flickers. */
function load(name, image) {
  const element = el("img", { src: image.src, alt: PICTURE_TEXT });
  element.addEventListener("load", () => {
    run.pictures[name] = { ...image, element };
    redraw();
  });
}

/** Drawing a picture costs the run's machine something: the latest is asked for now and then. */
function show(name, image) {
  const isFirst = !latest.has(name);
  latest.set(name, image);
  if (isFirst) {
    load(name, image);
    setTimeout(() => {
      const newer = latest.get(name);
      latest.delete(name);
      if (newer !== image) show(name, newer);
    }, MILLISECONDS_BETWEEN_PICTURES);
  }
}

function follow() {
  const source = new EventSource("events");
  const reached = (isReached) => () => {
    run.unreachable = !isReached;
    redraw();
  };
  source.addEventListener("open", reached(true));
  source.addEventListener("error", reached(false)); // the browser tries again by itself
  source.addEventListener("reload", () => location.reload()); // another run has taken the port
  source.addEventListener("message", (message) => {
    message.data.split("\n").forEach((line) => run.add(JSON.parse(line)));
    redraw();
  });
  source.addEventListener("picture", (message) => {
    const { name, ...image } = JSON.parse(message.data);
    if (image.src.startsWith("data:")) load(name, image); // at the end, when none can be asked for
    else show(name, image);
  });
  source.addEventListener("summary", (message) => {
    source.close();
    run.summary = JSON.parse(message.data);
    redraw();
  });
}

render(run);
if (data.live) follow();
