import { order } from "./api.js";
import { confirm } from "./dialog.js";
import { h } from "./dom.js";

const ORDERS = [
  {
    verb: "confirm",
    word: "Confirm…",
    when: ["SUSPENDED"],
    title: "Confirm this batch?",
    text: "Its items begin as they get their turns.",
    primary: true,
  },
  {
    verb: "resume",
    word: "Resume…",
    when: ["PAUSED"],
    title: "Resume this batch?",
    text: "Its items go on as they get their turns.",
    primary: true,
  },
  {
    verb: "pause",
    word: "Pause…",
    when: ["NEW", "READY", "ACTIVE"],
    title: "Pause this batch?",
    text: "Tasks that are out are finished; nothing more is given out until somebody resumes it.",
  },
  {
    verb: "cancel",
    word: "Cancel…",
    when: ["NEW", "PREPARING", "SUSPENDED", "READY", "ACTIVE", "PAUSED"],
    title: "Cancel this batch?",
    text: "What was begun is removed. Items that have succeeded stay.",
  },
  {
    verb: "retry",
    word: "Retry…",
    when: ["COMPLETE", "FAILED", "CANCELLED"],
    title: "Retry this batch?",
    text: "Items that failed or were cancelled are done once more. Items that have succeeded stay as they are.",
    primary: true,
    only: (batch) => batch.counts.failed + batch.counts.cancelled > 0,
  },
];

/** What may be done with a batch in its state. */
export function orders(batch, done) {
  return h(
    "div",
    { class: "buttons" },
    ORDERS.filter(({ when, only }) => when.includes(batch.state) && (!only || only(batch))).map(
      ({ verb, word, title, text, primary }) =>
        h(
          "button",
          {
            type: "button",
            "data-key": verb,
            class: primary ? "primary" : null,
            onclick: () =>
              confirm(title, `${batch.name}: ${text}`, word.replace("…", ""), async () => {
                await order(batch.id, verb);
                done();
              }),
          },
          word,
        ),
    ),
  );
}
