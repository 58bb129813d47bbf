import { h, show, svg } from "./dom.js";
import { duration, rate } from "./format.js";

const HEIGHT = 230;
const LEFT = 76;
const RIGHT = 44;
const TOP = 10;
const BOTTOM = 24;
const STEPS = 4;

/** Below that nobody looks at the scale. */
const LEAST = 1 << 20;

/** The dotted one last, so that it is seen upon another that is equal. */
const SERIES = [
  { name: "Guest covered", index: 1, style: "guest" },
  { name: "Target written", index: 2, style: "target" },
  { name: "Source read", index: 0, style: "source" },
];

/** Bytes per second of source, guest and target over the time, and how many target bytes a guest byte takes. */
export function throughputChart() {
  const drawing = h("div", { class: "drawing" });
  const legend = h("ul", { class: "legend" });
  const element = h("figure", { class: "chart" }, h("figcaption", {}, "Throughput"), drawing, legend);
  let history = { periodSeconds: 1, samples: [] };
  let pointed = -1;

  function draw() {
    const width = drawing.clientWidth;
    if (width === 0) {
      return;
    }
    const { samples, periodSeconds } = history;
    const rates = samples.map((sample) => sample.map((bytes) => bytes / periodSeconds));
    const top = nice(Math.max(LEAST, ...rates.flatMap((sample) => sample.slice(0, 3))));
    const x = (index) => LEFT + ((width - LEFT - RIGHT) * index) / Math.max(1, samples.length - 1);
    const y = (value, most) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / most);
    const ratios = samples.map(ratio);
    const line = (values, most) =>
      values
        .map((value, index) => (value === null ? null : `${x(index).toFixed(1)},${y(Math.min(value, most), most).toFixed(1)}`))
        .filter(Boolean)
        .join(" ");
    show(
      drawing,
      svg(
        "svg",
        { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": "Throughput over time" },
        steps().map((part) => [
          svg("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(part, 1), y2: y(part, 1) }),
          svg("text", { class: "tick", x: LEFT - 8, y: y(part, 1) + 4, "text-anchor": "end" }, rate(top * part)),
          svg("text", { class: "tick", x: width - RIGHT + 8, y: y(part, 1) + 4 }, `${Math.round(part * 100)} %`),
        ]),
        svg("text", { class: "tick", x: LEFT, y: HEIGHT - 6 }, "0 s"),
        svg(
          "text",
          { class: "tick", x: width - RIGHT, y: HEIGHT - 6, "text-anchor": "end" },
          duration(Math.max(0, samples.length - 1) * periodSeconds),
        ),
        svg("polyline", { class: "line ratio", points: line(ratios, 1) }),
        SERIES.map(({ index, style }) =>
          svg("polyline", { class: `line ${style}`, points: line(rates.map((sample) => sample[index]), top) }),
        ),
        pointed >= 0 &&
          pointed < samples.length &&
          svg("line", { class: "pointer", x1: x(pointed), x2: x(pointed), y1: TOP, y2: HEIGHT - BOTTOM }),
      ),
    );
    tell(rates, ratios, periodSeconds);
  }

  /** Of the moment that is pointed at, or of the last one that is over. */
  function tell(rates, ratios, periodSeconds) {
    const at = pointed >= 0 && pointed < rates.length ? pointed : Math.max(0, rates.length - 2);
    const values = rates[at] ?? [0, 0, 0];
    show(
      legend,
      SERIES.map(({ name, index, style }) =>
        h("li", {}, h("i", { class: `stroke ${style}` }), `${name} `, h("b", {}, rate(values[index]))),
      ),
      h("li", {}, h("i", { class: "stroke ratio" }), "Target per guest ", h("b", {}, percent(ratios[at]))),
      pointed >= 0 ? h("li", { class: "muted" }, `at ${duration(at * periodSeconds)}`) : null,
    );
  }

  drawing.onpointermove = (event) => {
    const width = drawing.clientWidth - LEFT - RIGHT;
    const inside = (event.clientX - drawing.getBoundingClientRect().left - LEFT) / width;
    pointed = Math.max(0, Math.min(history.samples.length - 1, Math.round(inside * (history.samples.length - 1))));
    draw();
  };
  drawing.onpointerleave = () => {
    pointed = -1;
    draw();
  };
  new ResizeObserver(draw).observe(drawing);

  return {
    element,
    update(changed) {
      history = changed;
      draw();
    },
  };
}

const ratio = ([, guest, target]) => (guest > 0 ? target / guest : null);
const percent = (value) => (value === null || value === undefined ? "–" : `${Math.round(value * 100)} %`);
const steps = () => Array.from({ length: STEPS + 1 }, (_, step) => step / STEPS);

/** The next larger 1, 2 or 5 of a power of two units, so that ticks are round in KiB, MiB, … */
function nice(value) {
  const unit = 1024 ** Math.floor(Math.log(value) / Math.log(1024));
  const scaled = value / unit;
  const power = 10 ** Math.floor(Math.log10(scaled));
  return [1, 2, 4, 8, 10].find((step) => step * power >= scaled) * power * unit;
}
