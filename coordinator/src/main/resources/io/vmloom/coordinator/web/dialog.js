import { h } from "./dom.js";

/** Shows a dialog, which Escape closes, and removes it afterwards. */
export function open(title, ...content) {
  const heading = h("h2", { id: "dialog-title" }, title);
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, heading, ...content);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks once more before something is done; problems are told where it was asked. */
export function confirm(title, text, verb, act) {
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const go = h("button", { class: "primary", type: "button", autofocus: true }, verb);
  const dialog = open(
    title,
    h("p", {}, text),
    problem,
    h("div", { class: "buttons" }, h("button", { type: "button", onclick: () => dialog.close() }, "Leave it"), go),
  );
  go.onclick = async () => {
    go.disabled = true;
    try {
      await act();
      dialog.close();
    } catch (failure) {
      problem.textContent = failure.message;
      problem.hidden = false;
      go.disabled = false;
    }
  };
}
