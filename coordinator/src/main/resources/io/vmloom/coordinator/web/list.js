import { batches } from "./api.js";
import { h, show } from "./dom.js";
import { ago, bytes, count, duration, number, rate, time } from "./format.js";
import { poll } from "./poll.js";
import { narrowing, pager, textFilter } from "./filters.js";
import { trouble } from "./shell.js";
import { badge, BATCH_STATES, progress, word } from "./states.js";

const PAGE = 50;
const PERIOD = 2000;

/** All batches that one may see. */
export function listPage(main) {
  const query = new URLSearchParams(location.search);
  const rows = h("div", {});
  const filter = narrowing(query, now);
  main.replaceChildren(
    h("h1", {}, "Batches"),
    h(
      "div",
      { class: "filters" },
      textFilter("Name, id or tag", query.get("text") ?? "", (text) => filter("text", text)),
      textFilter("Tenant", query.get("tenant") ?? "", (tenant) => filter("tenant", tenant)),
      h(
        "select",
        { "aria-label": "State", onchange: (event) => filter("state", event.target.value) },
        h("option", { value: "" }, "Every state"),
        BATCH_STATES.map((state) => h("option", { value: state, selected: state === query.get("state") }, word(state))),
      ),
    ),
    rows,
  );
  const ask = poll(async () => {
    const asked = new URLSearchParams(query);
    asked.set("limit", PAGE);
    const page = await batches(asked);
    history.replaceState(null, "", query.size > 0 ? `?${query}` : location.pathname);
    show(rows, table(page, query, now));
    return PERIOD;
  }, trouble);

  function now() {
    ask();
  }
}

function table(page, query, now) {
  if (page.total === 0) {
    return query.size > 0
      ? h("p", { class: "empty" }, "No batch is like that.")
      : h(
          "div",
          { class: "empty" },
          h("p", {}, h("b", {}, "No batch yet.")),
          h("p", {}, "Drop a manifest anywhere on this page, or submit one from the command line:"),
          h("pre", {}, `vmloom submit batch.yaml --server ${location.origin}`),
        );
  }
  return [
    h(
      "table",
      { class: "rows" },
      h(
        "thead",
        {},
        h("tr", {}, ["Batch", "State", "Progress", "Items", "Data", "Rate", "Time left", "Submitted"].map((name) => h("th", { scope: "col" }, name))),
      ),
      h("tbody", {}, page.batches.map(row)),
    ),
    pager(page.total, PAGE, query, now),
  ];
}

function row(batch) {
  const over = batch.counts.succeeded + batch.counts.skipped + batch.counts.failed + batch.counts.cancelled;
  const bad = batch.counts.failed > 0 ? h("span", { class: "bad" }, `, ${number(batch.counts.failed)} failed`) : null;
  return h(
    "tr",
    { "data-key": batch.id },
    h(
      "td",
      { class: "name" },
      h("a", { href: `/batches/${encodeURIComponent(batch.id)}`, title: batch.name }, batch.name),
      h("small", {}, batch.tenant === "default" ? batch.id : `${batch.tenant} · ${batch.id}`),
    ),
    h("td", { "data-label": "State" }, badge(batch.state)),
    h("td", { "data-label": "Progress" }, progress(batch, `Progress of ${batch.name}`)),
    h("td", { "data-label": "Items" }, h("span", {}, `${number(over)} of ${count(batch.counts.total, "item")}`, bad)),
    h("td", { "data-label": "Data", class: "number" }, data(batch)),
    h("td", { "data-label": "Rate", class: "number" }, batch.bytesPerSecond > 0 ? rate(batch.bytesPerSecond) : "–"),
    h("td", { "data-label": "Time left", class: "number" }, !batch.etaSeconds || batch.ended ? "–" : duration(batch.etaSeconds)),
    h("td", { "data-label": "Submitted", title: time(batch.submitted) }, ago(batch.submitted)),
  );
}

const data = (batch) =>
  batch.knownBytes === 0 ? "–" : batch.ended ? bytes(batch.doneBytes) : `${bytes(batch.doneBytes)} of ${bytes(batch.expectedBytes)}`;
