// The page as a whole: state from the sandbox, events into it, and what goes where.

import { $, avatar, element } from "./dom.js";
import { get, listen, post } from "./net.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { drawChats, drawPeople } from "./sidebar.js";
import { startDemo } from "./demo.js";

const TYPING = 5000; // milliseconds that one sendChatAction lasts
const EARLY = 10_000; // milliseconds an answer waits for its press
const REFRESH = 80; // milliseconds from an event to the chat list
const state = { me: null, current: null, users: [], chats: new Map(), bot: null };
const early = new Map(); // query id -> an answer nobody waited for yet
const wide = () => matchMedia("(min-width: 721px)").matches;
const typing = new Map(); // chat id -> timer

const composer = new Composer(failed);
const conversation = new Conversation({
  command: (text) => composer.send(text),
  reply: (message) => composer.replyTo(message),
  open: openLink,
  press,
}, seen);

// ---------------------------------------------------------------- loading

let newest;

// Whoever asks gets the newest answer, whichever order the answers come in.
async function load(me = state.me) {
  state.me = me;
  newest = get("state", me ? { user: me } : {});
  let fresh;
  let answered;
  do {
    answered = newest;
    fresh = await answered;
  } while (answered !== newest);
  Object.assign(state, { me: fresh.me, users: fresh.users, bot: fresh.bot });
  state.chats = new Map(fresh.chats.map((chat) => [chat.id, chat]));
  if (!state.chats.has(state.current)) state.current = null;
  else if (conversation.following && document.visibilityState === "visible") state.chats.get(state.current).unread = 0;
  return fresh;
}

let refreshTimer;

// Soon, and once for a burst of events.
function refresh() {
  clearTimeout(refreshTimer);
  refreshTimer = setTimeout(() => load().then(draw, failed), REFRESH);
}

// The stream is open: from here on nothing is missed, and what came before is loaded.
async function live() {
  $("offline").hidden = true;
  if (state.bot === null) await begin();
  else await reload();
  $("app").dataset.live = "true";
}

function lost() {
  $("offline").hidden = false;
  delete $("app").dataset.live;
}

async function begin() {
  const [me, chat] = location.hash.slice(1).split("/").map(Number);
  const fresh = await load(me || null).catch(() => load(null));
  if (state.chats.has(chat)) await openChat(chat);
  else if (wide()) await openChat(state.me);
  else draw();
  if (fresh.demo) startDemo(failed);
  const payload = new URLSearchParams(location.search).get("start");
  if (payload === null) return;
  history.replaceState(null, "", location.pathname + location.hash);
  await startWith(payload);
}

async function reload() {
  await load();
  if (state.current !== null) await conversation.show(state.me, state.chats.get(state.current));
  draw();
}

async function switchUser(me) {
  if (me === state.me) return;
  const atHome = state.current === state.me;
  await load(me);
  const next = atHome || state.current === null ? me : state.current;
  if ($("app").dataset.view === "talk" || wide()) await openChat(next);
  else draw();
}

async function openChat(id) {
  const chat = state.chats.get(id);
  if (!chat) return;
  state.current = id;
  $("app").dataset.view = "talk";
  await conversation.show(state.me, chat);
  draw();
  composer.focus();
}

function closeChat() {
  $("app").dataset.view = "list";
  state.current = null;
  draw();
}

// ---------------------------------------------------------------- drawing

function draw() {
  const chat = state.chats.get(state.current);
  drawPeople(state.users, state.me, switchUser);
  drawChats(state.chats.values(), state.current, typing, openChat);
  $("talk").hidden = !chat;
  $("empty").hidden = Boolean(chat);
  history.replaceState(null, "", `${location.pathname}#${state.me}${chat ? `/${chat.id}` : ""}`);
  const unread = [...state.chats.values()].reduce((sum, one) => sum + one.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}${state.bot.name} sandbox`;
  if (!chat) return;
  avatar($("top-avatar"), chat.avatar, chat.title);
  $("top-title").textContent = chat.title;
  $("top-status").textContent = typing.has(chat.id) ? "typing…" : chat.subtitle;
  $("top-status").classList.toggle("typing", typing.has(chat.id));
  $("pinned").hidden = !chat.pinned;
  $("pinned-text").textContent = chat.pinned?.text || "";
  composer.open(state.me, chat, state.bot);
  drawTopics(chat);
  drawWelcome(chat);
}

function drawWelcome(chat) {
  $("log").querySelector(".welcome")?.remove();
  if (conversation.messages.length) return;
  const about = chat.kind === "private" ? chat.about || `This is a chat with ${chat.title}. Press START to begin.` : "No messages here yet.";
  $("log").prepend(element("div", { class: "welcome" }, element("b", {}, chat.title), element("p", {}, about)));
}

// ---------------------------------------------------------------- events

function onEvent(event) {
  if (state.bot === null) return; // it will be in what is loaded
  const handler = { message: onMessage, edit: onEdit, delete: onDelete, answer: onAnswer, typing: onTyping, chat: refresh, commands: refresh }[event.kind];
  handler?.(event);
}

function onMessage(event) {
  if (!event.data) return;
  const message = event.data;
  if (message.sender.bot) stopTyping(event.chat);
  if (event.chat === state.current) conversation.add(message);
  if (event.chat === state.current && message.force_reply) composer.replyTo(message);
  refresh();
}

function onEdit(event) {
  if (!event.data) return;
  if (event.chat === state.current) conversation.replace(event.data);
  refresh();
}

function onDelete(event) {
  if (event.chat === state.current) conversation.remove(event.data.message);
  refresh();
}

// The answer may come before the press is known to have been taken.
function onAnswer(event) {
  if (conversation.answered(event.data.query)) return showAnswer(event.data);
  early.set(event.data.query, event.data);
  return setTimeout(() => early.delete(event.data.query), EARLY);
}

function showAnswer(answer) {
  if (answer.url && openLink(answer.url)) return;
  if (!answer.text) return;
  if (answer.alert) {
    $("alert-text").textContent = answer.text;
    $("alert").showModal();
  } else toast(answer.text);
}

function onTyping(event) {
  clearTimeout(typing.get(event.chat));
  typing.set(event.chat, setTimeout(() => stopTyping(event.chat), TYPING));
  if (state.chats.has(event.chat)) draw();
}

function stopTyping(chat) {
  if (!typing.has(chat)) return;
  clearTimeout(typing.get(chat));
  typing.delete(chat);
  draw();
}

// ---------------------------------------------------------------- what a person does

async function press(message, button) {
  if (button.kind === "copy_text") {
    await navigator.clipboard.writeText(button.value);
    return toast("Copied");
  }
  if (button.kind !== "callback_data") return composer.insert(`@${state.bot.username} ${button.value}`);
  try {
    const { query } = await post("press", { user: state.me, chat: message.chat, message: message.id, data: button.value });
    if (early.has(query)) return showAnswer(early.get(query));
    conversation.busy(query, message.id, button.value);
    return setTimeout(() => conversation.answered(query), 30_000);
  } catch (error) {
    return failed(error);
  }
}

// Links to the bot itself (t.me/<bot>?start=…) stay on the page.
function openLink(url) {
  const address = new URL(url, location.href);
  const parts = address.pathname.split("/").filter(Boolean);
  const own = address.hostname === "t.me" && parts[0]?.toLowerCase() === state.bot.username.toLowerCase();
  if (own) startWith(address.searchParams.get("start") || "");
  return own;
}

async function startWith(payload) {
  await openChat(state.me);
  await composer.send(`/start ${payload}`.trim());
}

async function seen(message) {
  const chat = state.chats.get(state.current);
  if (!chat) return;
  chat.unread = 0;
  try { await post("read", { user: state.me, chat: chat.id, message }); } catch { /* counted again at the next look */ }
}

function menuItems(chat) {
  const moveBot = (present) => post("bot", { user: state.me, chat: chat.id, present }).catch(failed);
  if (chat.kind === "private") {
    if (chat.bot === "") return [];
    return chat.bot === "kicked" ? [["Unblock the bot", () => moveBot(true)]] : [["Block the bot", () => moveBot(false)]];
  }
  const inside = !["left", "kicked", ""].includes(chat.bot);
  if (!inside) return [["Add the bot", () => moveBot(true)]];
  const give = (admin, ...lacks) => post("bot", { user: state.me, chat: chat.id, present: true, admin, lacks }).catch(failed);
  const right = chat.kind === "channel" ? "can_post_messages" : "can_manage_topics";
  const named = chat.kind === "channel" ? "“Post messages”" : "“Manage topics”";
  const full = chat.bot === "administrator" && !chat.lacks.includes(right);
  const rights = [full ? [`Take ${named} from the bot`, () => give(true, right)] : [`Make the bot an administrator with ${named}`, () => give(true)]];
  if (chat.kind !== "channel" && chat.bot === "administrator") rights.push(["Make the bot a plain member", () => give(false)]);
  return [["Remove the bot", () => moveBot(false)], ...(chat.kind === "channel" || chat.forum ? rights : []), ...topicItems(chat)];
}

function topicItems(chat) {
  const topic = chat.topics.find((one) => one.id === conversation.topic);
  if (!topic || !chat.manages) return [];
  const act = (values) => post("topic", { user: state.me, chat: chat.id, thread: topic.id, ...values }).catch(failed);
  return [
    topic.closed ? [`Open “${topic.name}” again`, () => act({ closed: false })] : [`Close “${topic.name}”`, () => act({ closed: true })],
    [`Delete “${topic.name}”`, () => act({ deleted: true })],
  ];
}

// A forum's topics over the log: all of it, or one.
function drawTopics(chat) {
  if (!chat.topics.some((one) => one.id === conversation.topic)) conversation.choose(null);
  const choices = [{ id: null, name: "All" }, ...chat.topics];
  $("topics").hidden = !chat.forum;
  $("topics").replaceChildren(...choices.map((one) => element("button", {
    type: "button", class: "topic-choice", role: "radio", "aria-checked": String(one.id === conversation.topic),
    onclick: () => { conversation.choose(one.id); $("topic").value = one.id === null ? "" : String(one.id); drawTopics(chat); },
  }, one.closed ? `${one.name} (closed)` : one.name)));
}

function toggleMenu(open = $("more-menu").hidden) {
  const items = menuItems(state.chats.get(state.current));
  $("more-menu").replaceChildren(...(items.length ? items : [["Nothing to do here yet", () => {}]]).map(([label, act]) =>
    element("button", { type: "button", role: "menuitem", onclick: () => { toggleMenu(false); act(); } }, label)));
  $("more-menu").hidden = !open;
  $("more").setAttribute("aria-expanded", String(open));
  if (open) $("more-menu").firstElementChild.focus();
}

// ---------------------------------------------------------------- notices

let toastTimer;

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, Math.max(2500, 60 * text.length));
}

function failed(error) {
  toast(error instanceof TypeError ? "The sandbox does not answer" : error.message);
}

$("back").addEventListener("click", closeChat);
$("more").addEventListener("click", () => toggleMenu());
$("pinned").addEventListener("click", () => conversation.jump(state.chats.get(state.current).pinned.id));
document.addEventListener("click", (event) => {
  if (!$("more-menu").hidden && !event.target.closest("#more, #more-menu")) toggleMenu(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !$("more-menu").hidden) { toggleMenu(false); $("more").focus(); }
});
document.addEventListener("visibilitychange", () => { if (state.current !== null && conversation.following) conversation.seen(); });
listen(onEvent, () => live().catch(failed), lost);
