import { h } from "./dom.js";
import { bytes, count, duration, offset } from "./format.js";

const SHOWN = 8;

/** How long tasks took, by quantiles. */
export function taskTimes(times) {
  return h(
    "section",
    { class: "card" },
    h("h2", {}, "Task times"),
    times
      ? [
          h(
            "table",
            { class: "quantiles" },
            h("thead", {}, h("tr", {}, ["least", "25 %", "median", "75 %", "95 %", "most"].map((name) => h("th", { scope: "col" }, name)))),
            h(
              "tbody",
              {},
              h("tr", {}, [times.least, times.p25, times.median, times.p75, times.p95, times.most].map((value) => h("td", {}, duration(value)))),
            ),
          ),
          h("p", { class: "note" }, `${count(times.tasks, "task")} done; one is slow after ${duration(times.slowAfter)}.`),
        ]
      : h("p", { class: "empty" }, "No task is done yet."),
  );
}

/** Tasks that are out: slow ones first, then those that run. */
export function openTasks(tasks) {
  const slow = tasks.filter((task) => task.slow);
  const shown = [...slow, ...tasks.filter((task) => !task.slow)].slice(0, SHOWN);
  return h(
    "section",
    { class: "card" },
    h("h2", {}, "Tasks that are out"),
    tasks.length === 0
      ? h("p", { class: "empty" }, "None.")
      : [
          slow.length > 0
            ? h("p", { class: "bad" }, `${count(slow.length, "task")} far slower than the median: look at the worker that has it.`)
            : null,
          h(
            "div",
            { class: "scroll" },
            h(
              "table",
              { class: "rows tight" },
              h("thead", {}, h("tr", {}, ["Task", "Guest bytes", "State", "Worker", "For"].map((name) => h("th", { scope: "col" }, name)))),
              h("tbody", {}, shown.map(row)),
            ),
          ),
          tasks.length > shown.length ? h("p", { class: "note" }, `and ${tasks.length - shown.length} more`) : null,
        ],
  );
}

function row(task) {
  const again = task.attempt > 1 ? `, attempt ${task.attempt}` : "";
  return h(
    "tr",
    { "data-key": `${task.kind}-${task.index}` },
    h("td", { "data-label": "Task" }, `${task.kind.toLowerCase()} ${task.index}${again}`),
    h("td", { "data-label": "Guest bytes", class: "number" }, task.length === undefined ? "–" : `${bytes(task.length)} at ${offset(task.start)}`),
    h("td", { "data-label": "State" }, task.slow ? h("b", { class: "bad" }, "! slow") : task.state.toLowerCase()),
    h("td", { "data-label": "Worker", class: "mono" }, task.worker ?? "–"),
    h("td", { "data-label": "For", class: "number" }, duration(task.seconds)),
  );
}
