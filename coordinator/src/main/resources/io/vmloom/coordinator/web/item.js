import { item as askItem, workers as askWorkers } from "./api.js";
import { throughputChart } from "./chart.js";
import { h, show } from "./dom.js";
import { bytes, count, duration, eta, formats, lately, time } from "./format.js";
import { workerLanes } from "./lanes.js";
import { maps } from "./maps.js";
import { poll } from "./poll.js";
import { trouble } from "./shell.js";
import { stageBar } from "./stages.js";
import { badge, facts, OVER, progress } from "./states.js";
import { openTasks, taskTimes } from "./tasks.js";

const PERIOD = 1000;
const WHEN_OVER = 10000;

/** Workers whose lanes are shown. */
const LANES = 40;

/** One item while it is converted, and after that. */
export function itemPage(main, id, number) {
  const head = h("div", {});
  const pictures = maps();
  const chart = throughputChart();
  const lanes = workerLanes((span) => span.batch === id && span.item === String(number));
  const tasks = h("div", { class: "stack" });
  const mapRow = h("div", { class: "columns even", hidden: true }, pictures.elements.map((map) => h("section", { class: "card" }, map)));
  const noMap = h("p", { class: "empty", hidden: true });
  const live = h(
    "div",
    { hidden: true },
    h("div", { class: "columns" }, h("section", { class: "card" }, chart.element), tasks),
    lanes.element,
  );
  main.replaceChildren(head, mapRow, noMap, live);

  poll(async () => {
    const item = await askItem(id, number);
    document.title = `${item.percent} % ${item.name} · vmloom`;
    show(head, header(item));
    mapRow.hidden = !item.map;
    noMap.hidden = Boolean(item.map);
    noMap.textContent = OVER.includes(item.state)
      ? "Its map is no longer kept: maps are there for items that are under way, and for the last ones that ended."
      : "Its map is drawn when its source has been looked at.";
    if (item.map) {
      pictures.update(item);
    }
    live.hidden = !item.history;
    if (item.history) {
      chart.update(item.history);
      show(tasks, OVER.includes(item.state) ? null : openTasks(item.tasks), taskTimes(item.taskSeconds));
      lanes.update(await askWorkers(`limit=${LANES}`));
    }
    return OVER.includes(item.state) ? WHEN_OVER : PERIOD;
  }, trouble);
}

function header(item) {
  const over = OVER.includes(item.state);
  return [
    h(
      "nav",
      { class: "crumbs", "aria-label": "Where you are" },
      h("a", { href: "/" }, "Batches"),
      h("a", { href: `/batches/${encodeURIComponent(item.batch)}` }, item.batchName),
    ),
    h("div", { class: "title" }, h("h1", {}, item.name), badge(item.state)),
    h("p", { class: "id" }, `${item.source} → ${item.target}`),
    h("div", { class: "large" }, progress(item, `Progress of ${item.name}`)),
    stageBar(item),
    facts(
      ["Format", formats(item)],
      ["Guest disk", item.virtualBytes ?? item.map?.virtualBytes ? bytes(item.virtualBytes ?? item.map.virtualBytes) : ""],
      ["Data", item.knownBytes ? `${bytes(item.doneBytes)} of ${bytes(item.knownBytes)}` : item.dataBytes ? bytes(item.dataBytes) : ""],
      over || !item.history ? null : ["Rate", lately(item.history)],
      over ? null : ["Time left", eta(item) || "not known yet"],
      ["Took", item.seconds === undefined ? "" : duration(item.seconds)],
      ["Target", item.targetBytes ? bytes(item.targetBytes) : ""],
      ["Retries", item.retries > 0 ? item.retries : ""],
      ["Verified", item.verified ?? (over ? "" : item.verify)],
      ["Guest digest", item.digest ? h("code", {}, item.digest) : ""],
      ["Lost to damage", item.lostBytes ? `${bytes(item.lostBytes)} in ${count(item.lostRanges, "place")}` : ""],
    ),
    outcome(item),
    troubles(item.troubles ?? []),
  ];
}

/** Why it failed, and what happens next. */
function outcome(item) {
  if (!item.message && !item.next) {
    return null;
  }
  return h(
    "div",
    { class: item.message ? "problem" : "note", role: item.message ? "alert" : null },
    item.message ? [h("p", {}, h("b", {}, item.code), " ", item.message)] : null,
    item.next ? h("p", {}, item.next) : null,
  );
}

function troubles(list) {
  if (list.length === 0) {
    return null;
  }
  return h(
    "details",
    { class: "troubles", "data-key": "troubles", open: true },
    h("summary", {}, `${count(list.length, "failed attempt")}`),
    h(
      "ol",
      {},
      list.map((trouble) =>
        h(
          "li",
          {},
          h("b", {}, `${trouble.kind.toLowerCase()} ${trouble.index}, attempt ${trouble.attempt} of ${trouble.attempts}: ${trouble.code}`),
          h("p", {}, trouble.message),
          h(
            "p",
            { class: "muted" },
            `${time(trouble.at)}. `,
            trouble.next ? `Given out again ${time(trouble.next)}.` : "It is not given out again.",
          ),
        ),
      ),
    ),
  );
}
