import { open } from "./dialog.js";
import { h } from "./dom.js";
import { submitDialog } from "./submit.js";
import { setToken, token } from "./token.js";

/** What every page has at its top, as far as it needs this script. */
export function shell() {
  const secured = document.body.dataset.access === "token";
  document.querySelector("#tools").append(
    h("button", { type: "button", class: "primary", onclick: () => submitDialog() }, "Submit…"),
    secured ? h("button", { type: "button", onclick: askForToken }, "Token…") : "",
    themeSwitch(),
  );
}

function themeSwitch() {
  const root = document.documentElement;
  const dark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const button = h("button", { type: "button", id: "theme" });
  const name = () => {
    button.textContent = dark() ? "Light" : "Dark";
    button.setAttribute("aria-label", dark() ? "Use light colours" : "Use dark colours");
  };
  button.onclick = () => {
    root.dataset.theme = dark() ? "light" : "dark";
    localStorage.setItem("vmloom-theme", root.dataset.theme);
    name();
    dispatchEvent(new Event("vmloom-theme"));
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    name();
    dispatchEvent(new Event("vmloom-theme"));
  });
  name();
  return button;
}

/** One dialog, however many requests are refused at once. */
export function askForToken() {
  if (document.querySelector("dialog[open]")) {
    return;
  }
  const field = h("input", { type: "password", id: "token", autocomplete: "off", value: token() });
  const form = h(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        setToken(field.value.trim());
        location.reload();
      },
    },
    h("p", {}, "It is kept for this tab alone, until the tab is closed."),
    h("label", { for: "token" }, "Token"),
    field,
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", onclick: () => dialog.close() }, "Close"),
      h("button", { class: "primary" }, "Use it"),
    ),
  );
  const dialog = open("This service asks for a token", form);
  field.focus();
}

/** Says what went wrong with a request, until one goes well. */
export function trouble(problem) {
  const place = document.querySelector("#trouble");
  place.hidden = problem === null;
  place.textContent = problem?.message ?? "";
  if (problem?.status === 401) {
    askForToken();
  }
}
