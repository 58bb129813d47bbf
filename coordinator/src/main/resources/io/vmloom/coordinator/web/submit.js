import { submit } from "./api.js";
import { open } from "./dialog.js";
import { h, show } from "./dom.js";
import { bytes, count, duration } from "./format.js";

/** Takes a manifest that is pasted, chosen or dropped, and shows what the service says to it at its line. */
export function submitDialog(text = "", name = "manifest.yaml") {
  let file = name;
  const lines = h("ol", { class: "numbers", "aria-hidden": "true" });
  const area = h("textarea", {
    id: "manifest",
    spellcheck: "false",
    autocomplete: "off",
    wrap: "off",
    placeholder: "Paste a manifest, or drop its file here",
    "aria-describedby": "manifest-answer",
  });
  const answer = h("div", { id: "manifest-answer", class: "answer", role: "alert" });
  const chooser = h("input", { type: "file", accept: ".yaml,.yml,.json", class: "file", "aria-label": "Choose a manifest" });
  const check = h("button", { type: "button" }, "Dry run");
  const go = h("button", { type: "button", class: "primary" }, "Submit");
  const dialog = open(
    "Submit a batch",
    h("div", { class: "editor" }, lines, area),
    answer,
    h(
      "div",
      { class: "buttons" },
      chooser,
      h("button", { type: "button", onclick: () => dialog.close() }, "Close"),
      check,
      go,
    ),
  );
  dialog.classList.add("wide");
  area.value = text;

  const number = (wrong = 0) => {
    const rows = area.value.split("\n").length;
    show(
      lines,
      Array.from({ length: rows }, (_, row) => h("li", { class: row + 1 === wrong ? "wrong" : null }, String(row + 1))),
    );
    lines.scrollTop = area.scrollTop;
  };
  const change = (changed, called) => {
    area.value = changed;
    file = called;
    show(answer);
    number();
  };
  const take = async (dropped) => change(await dropped.text(), dropped.name);

  area.oninput = () => {
    show(answer);
    number();
  };
  area.onscroll = () => {
    lines.scrollTop = area.scrollTop;
  };
  chooser.onchange = () => chooser.files[0] && take(chooser.files[0]);
  check.onclick = () => ask(true);
  go.onclick = () => ask(false);
  number();
  area.focus();

  async function ask(dryRun) {
    check.disabled = go.disabled = true;
    show(answer, h("p", { class: "muted" }, dryRun ? "Looking at the sources…" : "Submitting…"));
    try {
      const told = await submit(area.value, file, dryRun);
      if (dryRun) {
        show(answer, estimate(told.total));
        number();
      } else {
        location.assign(`/batches/${encodeURIComponent(told.id)}`);
      }
    } catch (problem) {
      refuse(problem.message);
    }
    check.disabled = go.disabled = false;
  }

  /** Messages name the file, the line and the column. */
  function refuse(message) {
    const mistakes = message.split("\n").filter(Boolean);
    const places = mistakes.map((mistake) => mistake.match(/:(\d+):(\d+)/)).filter(Boolean);
    const [line, column] = places.length > 0 ? [Number(places[0][1]), Number(places[0][2])] : [0, 0];
    show(answer, h("ul", { class: "problem" }, mistakes.map((mistake) => h("li", {}, mistake))));
    number(line);
    if (line > 0) {
      const before = area.value.split("\n").slice(0, line - 1).join("\n");
      const start = before.length + (line > 1 ? 1 : 0);
      area.focus();
      area.setSelectionRange(start + Math.max(0, column - 1), start + area.value.split("\n")[line - 1].length);
      area.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(area).lineHeight));
    }
  }

  return { dialog, take };
}

function estimate(total) {
  return h(
    "p",
    {},
    `${count(total.counts.items, "item")}: ${total.counts.converted} would be converted, ${total.counts.skipped} skipped, ` +
      `${total.counts.refused} refused. ${bytes(total.dataBytes)} of data become about ${bytes(total.targetBytes)}, ` +
      `in about ${duration(total.etaSeconds)} on one worker.`,
  );
}

/** A manifest may be dropped anywhere on the page. */
export function dropAnywhere() {
  let shown = null;
  const carriesFile = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (carriesFile(event)) {
      event.preventDefault();
      document.body.classList.add("dropping");
    }
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) {
      document.body.classList.remove("dropping");
    }
  });
  addEventListener("drop", (event) => {
    if (carriesFile(event)) {
      event.preventDefault();
      document.body.classList.remove("dropping");
      shown = shown?.dialog.isConnected ? shown : submitDialog();
      shown.take(event.dataTransfer.files[0]);
    }
  });
}
