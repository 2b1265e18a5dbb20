// One message as a bubble: author, reply, picture, document, text, keyboard, time.

import { avatar, bytes, clock, element, icon } from "./dom.js";
import { richText } from "./richtext.js";

const REPLY = "M10 7L5 12l5 5M5 12h9a5 5 0 0 1 5 5v1";
const FILE = "M7 3h7l5 5v13H7zM14 3v5h5";

// `acts`: command, open, press(message, button, node), reply(message), jump(id). `named`: show the author's name.
export function bubble(message, { mine, named, busy, acts }) {
  if (message.service) return element("p", { class: "service", "data-id": String(message.id) }, message.service);
  const frame = element("article", {
    class: `message ${mine ? "mine" : "theirs"}`, "data-id": String(message.id), "data-sender": String(message.sender.id),
  });
  if (named && !mine) frame.append(avatar(element("span", { class: "avatar small", "aria-hidden": "true" }), message.sender.id, message.sender.name));
  const column = element("div", { class: "column" });
  column.append(body(message, { mine, named, acts }));
  if (message.keyboard.length) column.append(keyboard(message, busy, acts));
  frame.append(column);
  return frame;
}

function body(message, { mine, named, acts }) {
  const node = element("div", { class: "bubble" });
  if (named && !mine) node.append(element("b", { class: "author", "data-hue": String(Math.abs(message.sender.id) % 7) }, message.sender.name));
  if (message.topic) node.append(element("span", { class: "topic" }, message.topic));
  if (message.via) node.append(element("span", { class: "topic" }, "via the bot"));
  if (message.reply) node.append(quoted(message.reply, acts));
  if (message.photo) node.append(photo(message.photo));
  if (message.document) node.append(attachment(message.document));
  if (message.preview?.large) node.append(preview(message.preview));
  if (message.text) node.append(element("div", { class: "text", dir: "auto" }, richText(message.text, message.entities, acts)));
  if (message.preview && !message.preview.large) node.append(preview(message.preview));
  node.append(footer(message, mine));
  node.append(element("button", { type: "button", class: "reply-button", "aria-label": "Reply", onclick: () => acts.reply(message) }, icon(REPLY)));
  return node;
}

function quoted(reply, acts) {
  return element("button", { type: "button", class: "quoted", onclick: () => acts.jump(reply.id) },
    element("b", {}, reply.name), element("span", {}, reply.text));
}

// The page is not asked for: a drawing stands in the place of its picture.
function preview({ url, large }) {
  return element("div", { class: large ? "preview large" : "preview" },
    element("img", { src: "/static/elsewhere.png", alt: "" }), element("span", {}, new URL(url).host));
}

function photo(file) {
  return element("img", {
    class: "photo", src: `/ui/file?id=${encodeURIComponent(file.id)}`, alt: "Photo",
    width: String(file.width), height: String(file.height),
  });
}

function attachment(file) {
  return element("a", { class: "document", href: `/ui/file?id=${encodeURIComponent(file.id)}`, download: file.name },
    element("span", { class: "document-icon" }, icon(FILE)),
    element("span", { class: "document-words" }, element("b", {}, file.name), element("span", {}, bytes(file.size))));
}

function footer(message, mine) {
  return element("span", { class: "meta" },
    message.silent ? element("span", { class: "quiet", title: "Sent without a sound" }, "silent") : null,
    message.edited ? element("span", {}, "edited") : null,
    element("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)),
    mine ? element("span", { "aria-label": "Sent" }, "✓✓") : null);
}

function keyboard(message, busy, acts) {
  return element("div", { class: "keyboard", role: "group", "aria-label": "Buttons" },
    ...message.keyboard.map((row) => element("div", { class: "keys" }, ...row.map((one) => key(message, one, busy, acts)))));
}

function key(message, one, busy, acts) {
  if (one.kind === "url" || one.kind === "web_app") {
    const node = element("a", { class: "key", href: one.value, target: "_blank", rel: "noopener noreferrer" },
      element("span", {}, one.text), element("span", { class: "corner", "aria-hidden": "true" }, "↗"));
    node.addEventListener("click", (event) => { if (acts.open(one.value)) event.preventDefault(); });
    return node;
  }
  const waiting = one.kind === "callback_data" && busy(message.id, one.value);
  return element("button", {
    type: "button", class: `key${waiting ? " waiting" : ""}`, "aria-busy": waiting ? "true" : undefined,
    onclick: () => acts.press(message, one),
  }, element("span", {}, one.text));
}
