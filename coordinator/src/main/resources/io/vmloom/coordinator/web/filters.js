import { h } from "./dom.js";
import { number } from "./format.js";

const TYPING = 250;

/** A field that tells when somebody has stopped typing. */
export function textFilter(label, value, told) {
  let timer = 0;
  return h("input", {
    type: "search",
    "aria-label": label,
    placeholder: label,
    value,
    oninput: (event) => {
      clearTimeout(timer);
      timer = setTimeout(() => told(event.target.value.trim()), TYPING);
    },
  });
}

/** Narrows a list: sets or drops a word of the query, begins at the first page, and asks anew. */
export function narrowing(query, now) {
  return (name, value) => {
    if (value) {
      query.set(name, value);
    } else {
      query.delete(name);
    }
    query.delete("offset");
    now();
  };
}

/** Leads through the pages of a list; the query keeps where one is. */
export function pager(total, page, query, now) {
  const offset = Number(query.get("offset") ?? 0);
  if (total <= page && offset === 0) {
    return null;
  }
  const go = (to) => () => {
    query.set("offset", to);
    now();
  };
  return h(
    "nav",
    { class: "pager", "aria-label": "Pages" },
    h("button", { type: "button", disabled: offset === 0, onclick: go(Math.max(0, offset - page)) }, "← Before"),
    h("span", {}, `${number(offset + 1)} to ${number(Math.min(total, offset + page))} of ${number(total)}`),
    h("button", { type: "button", disabled: offset + page >= total, onclick: go(offset + page) }, "Next →"),
  );
}
