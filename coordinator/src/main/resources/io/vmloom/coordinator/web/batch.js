import { batch as askBatch, blob, events, history as askHistory, reportPath, workers as askWorkers } from "./api.js";
import { throughputChart } from "./chart.js";
import { h, show } from "./dom.js";
import { narrowing, pager, textFilter } from "./filters.js";
import { bytes, count, duration, eta, formats, lately, number, rate, time } from "./format.js";
import { orders } from "./orders.js";
import { poll } from "./poll.js";
import { taskTimes } from "./tasks.js";
import { trouble } from "./shell.js";
import { badge, facts, ITEM_STATES, OVER, progress, word } from "./states.js";

const PAGE = 100;
const PERIOD = 2000;
const WHEN_OVER = 10000;

/** One batch with its items. */
export function batchPage(main, id) {
  const query = new URLSearchParams(location.search);
  const head = h("div", {});
  const chart = throughputChart();
  const side = h("div", { class: "stack" });
  const chips = h("div", { class: "chips" });
  const rows = h("div", {});
  let interval = {};
  const filter = narrowing(query, () => ask());
  main.replaceChildren(
    h("nav", { class: "crumbs", "aria-label": "Where you are" }, h("a", { href: "/" }, "Batches")),
    head,
    h("div", { class: "columns" }, h("section", { class: "card" }, chart.element), side),
    h("h2", {}, "Items"),
    h(
      "div",
      { class: "filters" },
      textFilter("Name, source or target", query.get("text") ?? "", (text) => filter("text", text)),
      chips,
    ),
    rows,
  );

  const ask = poll(async () => {
    const asked = new URLSearchParams(query);
    asked.set("limit", PAGE);
    const [status, throughput, fleet] = await Promise.all([askBatch(id, asked), askHistory(id), askWorkers("spans=false")]);
    interval = throughput;
    tell(status);
    chart.update(throughput.history);
    show(side, scaling(fleet), taskTimes(throughput.taskSeconds));
    show(chips, stateChips(status, query, filter));
    show(rows, items(status, query, ask));
    history.replaceState(null, "", query.size > 0 ? `?${query}` : location.pathname);
    return OVER.includes(status.state) ? WHEN_OVER : PERIOD;
  }, trouble);

  function tell(status) {
    document.title = `${status.percent} % ${status.name} · vmloom`;
    show(head, header(status, interval, ask));
  }

  follow(id, tell, ask);
}

/** Hears of the batch every second, without asking; whatever breaks that off, asking goes on all the same. */
async function follow(id, tell, ask) {
  const PAUSE = 5000;
  for (;;) {
    try {
      let over = false;
      await events(id, undefined, (event, status) => {
        over = event === "end";
        if (event !== "item") {
          tell(status);
        }
      });
      ask();
      if (over) {
        return;
      }
    } catch {
      // told by whoever asks
    }
    await new Promise((wake) => setTimeout(wake, PAUSE));
  }
}

function header(status, interval, ask) {
  const over = OVER.includes(status.state);
  return [
    h("div", { class: "title" }, h("h1", {}, status.name), badge(status.state), orders(status, ask)),
    h("p", { class: "id" }, status.id),
    h("div", { class: "large" }, progress(status, `Progress of ${status.name}`)),
    facts(
      ["Data", status.knownBytes > 0 ? `${bytes(status.doneBytes)} of ${bytes(over ? status.knownBytes : status.expectedBytes)}` : ""],
      over || !interval.history ? null : ["Rate", lately(interval.history)],
      over ? null : ["Time left", eta(status, interval) || "not known yet"],
      ["Not looked at yet", status.unknownItems > 0 ? count(status.unknownItems, "item") : ""],
      ["Tenant", status.tenant],
      ["Priority", status.priority],
      ["Submitted", time(status.submitted)],
      status.deadline ? ["Deadline", time(status.deadline)] : null,
      status.ended ? ["Ended", time(status.ended)] : null,
      status.tags ? ["Tags", Object.entries(status.tags).map(([key, value]) => `${key}=${value}`).join(", ")] : null,
      ["Report", reports(status)],
    ),
    status.reportProblem ? h("p", { class: "problem" }, status.reportProblem) : null,
    status.estimate ? h("p", { class: "note" }, wouldTake(status.estimate)) : null,
  ];
}

/** Fetched with the token, which a plain link would not send. */
function reports(status) {
  const save = (format) => async (event) => {
    event.preventDefault();
    const url = URL.createObjectURL(await blob(reportPath(status.id, format)));
    h("a", { href: url, download: `${status.id}.${format}` }).click();
    URL.revokeObjectURL(url);
  };
  return ["csv", "json"].map((format, index) => [
    index > 0 ? " · " : "",
    h("a", { href: reportPath(status.id, format), onclick: save(format) }, format.toUpperCase()),
  ]);
}

const wouldTake = (total) =>
  `It would take about ${duration(total.etaSeconds)} on one worker, read ${bytes(total.readBytes)} and write ${bytes(total.writtenBytes)}.`;

function scaling(fleet) {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, "Workers"),
    h("p", { class: "reason" }, h("b", {}, `${fleet.reason}.`)),
    facts(
      ["There", count(fleet.alive, "worker")],
      ["Wanted", number(fleet.wanted)],
      ["Running", count(fleet.running, "task")],
      ["Queued", count(fleet.queued, "task")],
    ),
  );
}

function stateChips(status, query, filter) {
  const chosen = query.get("state") ?? "";
  const chip = (state, name, counted) =>
    h(
      "button",
      { type: "button", class: "chip", "data-key": state || "all", "aria-pressed": String(chosen === state), onclick: () => filter("state", state) },
      `${name} `,
      h("b", {}, number(counted)),
    );
  return [
    chip("", "all", status.counts.total),
    ITEM_STATES.filter((state) => status.counts[state.toLowerCase()] > 0 || state === chosen).map((state) =>
      chip(state, word(state), status.counts[state.toLowerCase()]),
    ),
  ];
}

function items(status, query, ask) {
  if (status.matching === 0) {
    return h("p", { class: "empty" }, "No item is like that.");
  }
  return [
    h(
      "table",
      { class: "rows" },
      h("thead", {}, h("tr", {}, ["Item", "State", "Progress", "Data", "Rate", "Time left", "Took"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, status.items.map((item) => row(status.id, item))),
    ),
    pager(status.matching, PAGE, query, ask),
  ];
}

function row(batch, item) {
  const took = item.seconds ?? (item.stages ?? []).reduce((sum, stage) => sum + stage.seconds, 0);
  const data = item.knownBytes ? `${bytes(item.doneBytes)} of ${bytes(item.knownBytes)}` : item.dataBytes ? bytes(item.dataBytes) : "–";
  return h(
    "tr",
    { "data-key": String(item.number) },
    h(
      "td",
      { class: "name" },
      h("a", { href: `/batches/${encodeURIComponent(batch)}/items/${item.number}`, title: `${item.source} → ${item.target}` }, item.name),
      h("small", { class: item.state === "FAILED" ? "bad" : null }, item.message ?? formats(item)),
    ),
    h("td", { "data-label": "State" }, badge(item.state)),
    h("td", { "data-label": "Progress" }, progress(item, `Progress of ${item.name}`)),
    h("td", { "data-label": "Data", class: "number" }, data),
    h("td", { "data-label": "Rate", class: "number" }, item.bytesPerSecond > 0 ? rate(item.bytesPerSecond) : "–"),
    h("td", { "data-label": "Time left", class: "number" }, !item.etaSeconds ? "–" : duration(item.etaSeconds)),
    h("td", { "data-label": "Took", class: "number" }, took > 0 ? duration(took) : "–"),
  );
}
