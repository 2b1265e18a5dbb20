// The open chat's log: its bubbles, older ones on the way up, the pill for new ones, edits in place.

import { $, day, element } from "./dom.js";
import { get } from "./net.js";
import { bubble } from "./bubbles.js";

const NEAR_END = 120; // pixels: closer than this, the log follows new messages
const PAGE = 60;

export class Conversation {
  // `acts` as in bubbles.js; `onSeen(id)` when the newest message has been looked at
  constructor(acts, onSeen) {
    this.acts = { ...acts, jump: (id) => this.jump(id) };
    this.onSeen = onSeen;
    this.log = $("log");
    this.waiting = new Map(); // query id -> key of the pressed button
    this.messages = [];
    this.topic = null; // of a forum: the one that is looked at
    this.fresh = 0;
    this.showing = null; // what is being loaded
    this.missed = []; // what happened meanwhile
    this.log.addEventListener("scroll", () => this.scrolled());
    $("pill").addEventListener("click", () => this.toEnd("smooth"));
    new ResizeObserver(() => { if (this.following) this.toEnd(); }).observe(this.log);
  }

  async show(user, chat) {
    const showing = { user, chat: chat.id };
    this.showing = showing;
    this.missed = [];
    let messages;
    try {
      messages = await get("messages", showing);
    } finally {
      if (this.showing === showing) this.showing = null;
    }
    if (this.showing) return; // another chat was opened in the meantime
    const away = this.user === user && this.chat?.id === chat.id && !this.following; // reading further up
    const top = this.log.scrollTop;
    Object.assign(this, { user, chat, messages, fresh: 0, complete: messages.length < PAGE, loading: false });
    this.draw();
    if (away) this.log.scrollTop = top;
    else this.toEnd();
    this.missed.forEach((happened) => happened());
    if (!away) this.seen();
  }

  // True while the chat is being loaded: then it happens again, after that.
  later(happened) {
    if (this.showing) this.missed.push(happened);
    return this.showing !== null;
  }

  choose(topic) {
    if (topic === this.topic) return;
    this.topic = topic;
    this.draw();
    this.toEnd();
  }

  draw() {
    const nodes = [];
    this.messages.forEach((message, index) => {
      const before = this.messages[index - 1];
      if (!before || day(before.date) !== day(message.date)) nodes.push(separator(message.date));
      nodes.push(this.node(message, before));
    });
    this.log.replaceChildren(...nodes);
    $("pill").hidden = true;
  }

  node(message, before) {
    const group = this.chat.kind === "group" || this.chat.kind === "supergroup";
    const mine = message.sender.id === this.user;
    const node = bubble(message, { mine, named: group, busy: (id, data) => this.isBusy(id, data), acts: this.acts });
    const joined = before && !before.service && before.sender.id === message.sender.id && message.date - before.date < 300;
    node.hidden = this.topic !== null && message.thread !== this.topic;
    node.classList.toggle("joined", Boolean(joined) && day(before.date) === day(message.date));
    return node;
  }

  add(message) {
    if (this.later(() => this.add(message))) return;
    if (this.messages.some((one) => one.id === message.id)) return;
    const before = this.messages.at(-1);
    const follow = this.following || message.sender.id === this.user;
    this.messages.push(message);
    if (!before || day(before.date) !== day(message.date)) this.log.append(separator(message.date));
    const node = this.node(message, before);
    node.classList.add("arriving");
    this.log.append(node);
    if (follow) { this.toEnd("smooth"); this.seen(); } else this.pill(1);
  }

  replace(message) {
    if (this.later(() => this.replace(message))) return;
    const index = this.messages.findIndex((one) => one.id === message.id);
    if (index < 0) return;
    this.messages[index] = message;
    this.redraw(index);
  }

  redraw(index) {
    const message = this.messages[index];
    const old = this.find(message.id);
    if (!old) return;
    const focused = old.contains(document.activeElement);
    const node = this.node(message, this.messages[index - 1]);
    old.replaceWith(node);
    if (focused) (node.querySelector(".key") || this.log).focus({ preventScroll: true });
    if (this.following) this.toEnd();
  }

  remove(id) {
    if (this.later(() => this.remove(id))) return;
    const index = this.messages.findIndex((one) => one.id === id);
    if (index < 0) return;
    this.messages.splice(index, 1);
    this.find(id)?.remove();
  }

  // ------------------------------------------------ pressed buttons

  busy(query, message, data) {
    this.waiting.set(query, `${this.chat.id}/${message}/${data}`);
    this.refresh(message);
  }

  answered(query) {
    const key = this.waiting.get(query);
    this.waiting.delete(query);
    if (key && Number(key.split("/")[0]) === this.chat?.id) this.refresh(Number(key.split("/")[1]));
    return key !== undefined;
  }

  isBusy(message, data) {
    return [...this.waiting.values()].includes(`${this.chat.id}/${message}/${data}`);
  }

  refresh(id) {
    const index = this.messages.findIndex((one) => one.id === id);
    if (index >= 0) this.redraw(index);
  }

  // ------------------------------------------------ scrolling

  find(id) {
    return this.log.querySelector(`[data-id="${id}"]`);
  }

  jump(id) {
    const node = this.find(id);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1600);
  }

  toEnd(behavior = "instant") {
    this.following = true;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior });
    this.fresh = 0;
    $("pill").hidden = true;
  }

  scrolled() {
    const rest = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight;
    const up = this.log.scrollTop < (this.top || 0); // on its way down the log still follows
    this.top = this.log.scrollTop;
    if (rest < NEAR_END) this.following = true;
    else if (up) this.following = false;
    if (this.following && !$("pill").hidden) { this.fresh = 0; $("pill").hidden = true; this.seen(); }
    if (this.log.scrollTop < 200) this.older();
  }

  pill(count) {
    this.fresh += count;
    $("pill").textContent = this.fresh === 1 ? "1 new message" : `${this.fresh} new messages`;
    $("pill").hidden = false;
  }

  seen() {
    const last = this.messages.at(-1);
    if (last && document.visibilityState === "visible") this.onSeen(last.id);
  }

  async older() {
    if (this.complete || this.loading || !this.messages.length) return;
    this.loading = true;
    const chat = this.chat;
    const older = await get("messages", { user: this.user, chat: chat.id, before: this.messages[0].id });
    if (chat !== this.chat) return;
    const height = this.log.scrollHeight;
    const top = this.log.scrollTop;
    this.messages = [...older, ...this.messages];
    this.complete = older.length < PAGE;
    this.draw();
    this.log.scrollTop = top + this.log.scrollHeight - height;
    this.loading = false;
  }
}

const separator = (date) => element("p", { class: "day" }, day(date));
