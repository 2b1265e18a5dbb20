// A message's text with its entities as nodes. Offsets are UTF-16 units, which is how JavaScript counts too.

import { element } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
};

// `acts`: { command(text), open(url) -> true when it was handled here }
export function richText(text, entities, acts) {
  const root = document.createDocumentFragment();
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fill(root, text, 0, text.length, sorted, acts);
  return root;
}

function fill(parent, text, start, end, entities, acts) {
  let at = start;
  for (let i = 0; i < entities.length; ) {
    const one = entities[i];
    const stop = Math.min(one.offset + one.length, end);
    const inner = [];
    for (i += 1; i < entities.length && entities[i].offset < stop; i += 1) {
      const other = entities[i]; // one that reaches over the end of its neighbour is cut there
      inner.push({ ...other, length: Math.min(other.length, stop - other.offset) });
    }
    if (one.offset < at) continue;
    if (one.offset > at) parent.append(text.slice(at, one.offset));
    const node = wrapper(one, text.slice(one.offset, stop), acts);
    fill(node, text, one.offset, stop, inner, acts);
    parent.append(node);
    at = stop;
    if (node.tagName === "BLOCKQUOTE" || node.tagName === "PRE") at = skipBreak(text, at, end);
  }
  if (at < end) parent.append(text.slice(at, end));
}

// A block ends its line itself; the line break after it would be a blank one.
const skipBreak = (text, at, end) => (at < end && text[at] === "\n" ? at + 1 : at);

function wrapper(entity, part, acts) {
  switch (entity.type) {
    case "text_link": return link(entity.url, acts);
    case "url": return link(part, acts);
    case "email": return element("a", { href: `mailto:${part}` });
    case "mention": case "hashtag": case "cashtag": case "text_mention":
      return element("span", { class: "mark" });
    case "bot_command":
      return element("button", { type: "button", class: "command", onclick: () => acts.command(part) });
    case "spoiler": return spoiler();
    case "expandable_blockquote": return expandable();
    default: return element(TAGS[entity.type] || "span");
  }
}

function link(url, acts) {
  const address = /^[a-z]+:/i.test(url) ? url : `http://${url}`;
  if (!/^(https?|tg|mailto):/i.test(address)) return element("span");
  const node = element("a", { href: address, target: "_blank", rel: "noopener noreferrer" });
  node.addEventListener("click", (event) => {
    if (acts.open(address)) event.preventDefault();
  });
  return node;
}

function spoiler() {
  const node = element("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text, show it" });
  const show = () => {
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(); }
  });
  return node;
}

function expandable() {
  const node = element("blockquote", { class: "expandable", tabindex: "0", role: "button", "aria-expanded": "false" });
  const toggle = () => node.setAttribute("aria-expanded", String(node.getAttribute("aria-expanded") !== "true"));
  node.addEventListener("click", (event) => { if (!event.target.closest("a, button")) toggle(); });
  node.addEventListener("keydown", (event) => {
    if (event.target === node && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); toggle(); }
  });
  return node;
}
