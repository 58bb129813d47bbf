/** An element; attributes that begin with "on" are handlers, children may be nested lists, and null is left out. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for drawings. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element[name.toLowerCase()] = value;
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Makes the children of an element those given, and leaves alone what is the same: focus and scrolling stay. */
export function show(parent, ...children) {
  const wanted = children.flat(Infinity).filter(Boolean);
  const holder = document.createElement("div");
  holder.append(...wanted);
  patchChildren(parent, holder);
}

function patchChildren(present, wanted) {
  const nodes = [...wanted.childNodes];
  nodes.forEach((node, index) => {
    const there = present.childNodes[index];
    if (!there) {
      present.append(node);
    } else if (same(there, node)) {
      patch(there, node);
    } else {
      there.replaceWith(node);
    }
  });
  while (present.childNodes.length > nodes.length) {
    present.lastChild.remove();
  }
}

function same(a, b) {
  return a.nodeName === b.nodeName && (a.nodeType !== 1 || a.getAttribute("data-key") === b.getAttribute("data-key"));
}

/** What somebody unfolded or folded stays so. */
function patch(present, wanted) {
  if (present.nodeType !== 1) {
    if (present.data !== wanted.data) {
      present.data = wanted.data;
    }
    return;
  }
  for (const { name, value } of [...wanted.attributes]) {
    if (name !== "open" && present.getAttribute(name) !== value) {
      present.setAttribute(name, value);
    }
  }
  for (const { name } of [...present.attributes]) {
    if (name !== "open" && !wanted.hasAttribute(name)) {
      present.removeAttribute(name);
    }
  }
  for (const handler of ["onclick", "oninput", "onchange", "onsubmit"]) {
    present[handler] = wanted[handler];
  }
  if ("value" in present && present.nodeName !== "LI" && present !== document.activeElement && present.nodeName !== "BUTTON") {
    present.value = wanted.value;
  }
  patchChildren(present, wanted);
}
