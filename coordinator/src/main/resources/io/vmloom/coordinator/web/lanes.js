import { h, show, svg } from "./dom.js";
import { count, duration } from "./format.js";

const LANE = 14;
const LABEL = 130;
const WINDOW_SECONDS = 180;
const MOST_LANES = 40;

/** What each worker's slots did in the last minutes: one lane for each slot. */
export function workerLanes(isOurs) {
  const body = h("div", { class: "lanes" });
  const element = h("section", { class: "card" }, h("h2", {}, "Workers"), body);
  let last = null;

  function draw() {
    if (!last) {
      return;
    }
    const { workers, reason, queued, running } = last;
    const rows = workers.filter((worker) => worker.alive || (worker.spans ?? []).length > 0);
    const slots = rows.flatMap((worker) => Array.from({ length: worker.slots }, (_, slot) => ({ worker, slot })));
    const shown = slots.slice(0, MOST_LANES);
    show(
      body,
      h("p", { class: "reason" }, h("b", {}, `${reason}.`), ` ${count(last.alive, "worker")} there; ${count(running, "task")} running, ${queued} queued.`),
      rows.length === 0
        ? h("p", { class: "empty" }, "No worker tells anything. Start some, or look at their logs.")
        : lanes(shown),
      slots.length > MOST_LANES ? h("p", { class: "note" }, `${slots.length - MOST_LANES} more slots are not shown.`) : null,
      h(
        "ul",
        { class: "legend" },
        h("li", {}, h("i", { class: "key ours" }), "this item"),
        h("li", {}, h("i", { class: "key others" }), "other work"),
        h("li", {}, h("i", { class: "key failed" }), "failed"),
        h("li", { class: "muted" }, `the last ${duration(WINDOW_SECONDS)}`),
      ),
    );
  }

  function lanes(slots) {
    const width = Math.max(240, body.clientWidth);
    const label = width < 500 ? 84 : LABEL;
    const now = Date.now();
    const x = (millis) => label + ((width - label) * (millis - now + WINDOW_SECONDS * 1000)) / (WINDOW_SECONDS * 1000);
    const height = slots.length * LANE;
    return svg(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": "Tasks of each worker over time" },
      slots.map(({ worker, slot }, row) => [
        svg("text", { class: worker.alive ? "lane" : "lane gone", x: 0, y: row * LANE + 10 }, slot === 0 ? short(worker.name, label) : ""),
        svg("line", { class: "grid", x1: label, x2: width, y1: row * LANE + LANE - 1, y2: row * LANE + LANE - 1 }),
        worker.spans
          .filter((span) => span.slot === slot)
          .map((span) => bar(span, row, x))
          .filter(Boolean),
      ]),
    );
  }

  function bar(span, row, x) {
    const begun = new Date(span.begun).getTime();
    const from = Math.max(x(begun), x(Date.now() - WINDOW_SECONDS * 1000));
    const until = x(span.state === "RUNNING" ? Date.now() : begun + span.seconds * 1000);
    if (until <= from) {
      return null;
    }
    const kind = span.state === "FAILED" ? "failed" : isOurs(span) ? "ours" : "others";
    return svg(
      "rect",
      { class: `span ${kind}${span.state === "RUNNING" ? " running" : ""}`, x: from, y: row * LANE + 2, width: Math.max(1.5, until - from - 0.5), height: LANE - 5, rx: 1.5 },
      svg("title", {}, span.kind ? `${span.kind.toLowerCase()} ${span.index}, ${duration(span.seconds)}` : `other work, ${duration(span.seconds)}`),
    );
  }

  return {
    element,
    update(changed) {
      last = changed;
      draw();
    },
  };
}

/** The end of a name tells workers apart. */
function short(name, width) {
  const letters = Math.floor(width / 7.5);
  return name.length <= letters ? name : `…${name.slice(1 - letters)}`;
}
