// The left side: who one is, and the chats.

import { $, avatar, element, when } from "./dom.js";

export function drawPeople(users, me, choose) {
  const focused = $("people").contains(document.activeElement);
  $("people").replaceChildren(...users.map((user) => {
    const mine = user.id === me;
    const face = avatar(element("span", { class: "avatar", "aria-hidden": "true" }), user.id, user.name);
    return element("button", {
      type: "button", class: "person", role: "radio", "aria-checked": String(mine), tabindex: mine ? "0" : "-1",
      "aria-label": !mine && user.unread ? `${user.name}, ${user.unread} unread` : user.name,
      onclick: () => choose(user.id), onkeydown: (event) => arrow(event, users, me, choose),
    }, element("span", { class: "face" }, face, !mine && user.unread ? element("i", { class: "badge" }, short(user.unread)) : null),
    element("span", { class: "person-name" }, user.name));
  }));
  if (focused) $("people").querySelector('[aria-checked="true"]').focus();
}

function arrow(event, users, me, choose) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = users.findIndex((user) => user.id === me);
  choose(users[(at + step + users.length) % users.length].id);
}

export function drawChats(chats, current, typing, choose) {
  const focused = document.activeElement?.closest?.(".chat")?.dataset.chat;
  const sorted = [...chats].sort((a, b) => (b.last?.date || 0) - (a.last?.date || 0));
  $("chats").replaceChildren(...sorted.map((chat) => element("li", {}, row(chat, chat.id === current, typing.has(chat.id), choose))));
  if (focused) $("chats").querySelector(`[data-chat="${focused}"]`)?.focus();
}

function row(chat, selected, typing, choose) {
  const face = avatar(element("span", { class: "avatar", "aria-hidden": "true" }), chat.avatar, chat.title);
  const line = typing ? element("span", { class: "typing" }, "typing…") : excerpt(chat);
  return element("button", {
    type: "button", class: "chat", "data-chat": String(chat.id), "aria-current": selected ? "true" : undefined,
    "aria-label": chat.unread ? `${chat.title}, ${chat.unread} unread` : chat.title,
    onclick: () => choose(chat.id),
  }, face, element("span", { class: "chat-words" },
    element("span", { class: "chat-first" }, element("b", {}, chat.title), chat.last ? element("time", {}, when(chat.last.date)) : null),
    element("span", { class: "chat-second" }, line,
      chat.unread ? element("i", { class: "badge" }, short(chat.unread)) : null)));
}

function excerpt(chat) {
  if (!chat.last) return element("span", { class: "excerpt" }, "No messages yet");
  const author = chat.last.author ? `${chat.last.author}: ` : "";
  return element("span", { class: "excerpt" }, author + chat.last.text);
}

const short = (count) => (count > 99 ? "99+" : String(count));
