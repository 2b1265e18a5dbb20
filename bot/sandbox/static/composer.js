// Where one writes: the text, the command menu, inline results, replies, files, the START button.

import { $, element } from "./dom.js";
import { get, post, upload } from "./net.js";

const INLINE_PAUSE = 350; // milliseconds after the last key

export class Composer {
  // `failed(error)` shows what went wrong
  constructor(failed) {
    this.failed = failed;
    this.text = $("text");
    this.drafts = new Map();
    this.choices = [];
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("blur", () => setTimeout(() => { if (!$("composer").contains(document.activeElement)) this.suggest([]); }, 120));
    $("form").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    $("commands").addEventListener("click", () => this.menu());
    $("attach").addEventListener("click", () => $("file").click());
    $("file").addEventListener("change", () => this.attach());
    $("replying-stop").addEventListener("click", () => this.replyTo(null));
    $("start").addEventListener("click", () => this.send($("start").dataset.text));
  }

  open(user, chat, bot) {
    if (this.chat) this.drafts.set(`${this.user}/${this.chat.id}`, this.text.value);
    const other = this.chat?.id !== chat.id || this.user !== user;
    Object.assign(this, { user, chat, bot });
    if (other) {
      this.replyTo(null);
      this.text.value = this.drafts.get(`${user}/${chat.id}`) || "";
      this.suggest([]);
      this.grow();
    }
    const state = mode(chat);
    $("form").hidden = state !== "write";
    $("start").hidden = state !== "start" && state !== "blocked";
    $("start").textContent = state === "blocked" ? "RESTART" : "START";
    $("start").dataset.text = "/start";
    $("closed").hidden = state !== "closed";
    $("closed").textContent = "Only administrators can write here";
    $("commands").hidden = chat.commands.length === 0;
    const topics = chat.topics.map((topic) => element("option", { value: String(topic.id) }, topic.name));
    $("topic").hidden = topics.length === 0;
    const chosen = $("topic").value;
    $("topic").replaceChildren(element("option", { value: "" }, "General"), ...topics);
    if (!other && chat.topics.some((topic) => String(topic.id) === chosen)) $("topic").value = chosen;
  }

  focus() {
    if (!$("form").hidden && matchMedia("(hover: hover)").matches) this.text.focus({ preventScroll: true });
  }

  replyTo(message) {
    this.reply = message;
    $("replying").hidden = !message;
    if (!message) return;
    $("replying-name").textContent = message.sender.name;
    $("replying-text").textContent = message.text || message.document?.name || "Photo";
    this.text.focus();
  }

  insert(text) {
    this.text.value = text;
    this.text.focus();
    this.typed();
  }

  async submit() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.grow();
    this.suggest([]);
    if (!(await this.send(text))) this.insert(text);
  }

  async send(text) {
    const values = { user: this.user, chat: this.chat.id, text, reply_to: this.reply?.id, thread: $("topic").value || null };
    try {
      await post("send", values);
      this.replyTo(null);
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  async attach() {
    const file = $("file").files[0];
    $("file").value = "";
    if (!file) return;
    const caption = this.text.value.trim();
    try {
      await upload({ user: this.user, chat: this.chat.id, caption }, file);
      this.text.value = "";
      this.grow();
    } catch (error) {
      this.failed(error);
    }
  }

  // ------------------------------------------------ commands and inline results

  typed() {
    this.grow();
    const text = this.text.value;
    clearTimeout(this.timer);
    if (/^\/\S*$/.test(text)) this.suggestCommands(text.slice(1).toLowerCase());
    else if (text.toLowerCase().startsWith(`@${this.bot.username.toLowerCase()} `)) {
      this.timer = setTimeout(() => this.inline(text), INLINE_PAUSE);
    } else this.suggest([]);
  }

  menu() {
    if (!$("suggestions").hidden) return this.suggest([]);
    this.text.focus();
    return this.suggestCommands("");
  }

  suggestCommands(start) {
    const group = this.chat.kind === "private" ? "" : `@${this.bot.username}`;
    const found = this.chat.commands.filter((one) => one.name.startsWith(start));
    this.suggest(found.map((one) => ({
      title: `/${one.name}`, about: one.about, text: `/${one.name}`,
      choose: () => { this.text.value = ""; this.grow(); this.send(`/${one.name}${group}`); },
    })));
  }

  async inline(text) {
    const asked = { user: this.user, chat: this.chat.id, query: text.slice(text.indexOf(" ") + 1).trim() };
    try {
      const answer = await post("inline", asked);
      if (this.text.value !== text) return;
      this.suggest(answer.results.map((one) => ({
        title: one.title, about: one.about, text,
        choose: () => {
          this.text.value = "";
          this.grow();
          post("choose", { ...asked, query: answer.query, result: one.id }).catch(this.failed);
        },
      })));
    } catch (error) {
      this.failed(error);
    }
  }

  suggest(choices) {
    this.choices = choices;
    this.chosen = -1;
    $("suggestions").hidden = choices.length === 0;
    $("commands").setAttribute("aria-expanded", String(choices.length > 0));
    $("suggestions").replaceChildren(...choices.map((choice, index) => {
      const node = element("button", {
        type: "button", class: "suggestion", role: "option", id: `choice-${index}`, tabindex: "-1",
        onclick: () => { this.suggest([]); choice.choose(); this.text.focus(); },
      }, element("b", {}, choice.title), element("span", {}, choice.about));
      node.addEventListener("mousedown", (event) => event.preventDefault());
      return node;
    }));
    this.mark(-1);
  }

  mark(index) {
    this.chosen = index;
    [...$("suggestions").children].forEach((node, at) => node.setAttribute("aria-selected", String(at === index)));
    $("suggestions").children[index]?.scrollIntoView({ block: "nearest" });
    if (index >= 0) this.text.setAttribute("aria-activedescendant", `choice-${index}`);
    else this.text.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const count = this.choices.length;
    if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      return this.mark(this.chosen < 0 && step < 0 ? count - 1 : (this.chosen + step + count) % count);
    }
    if (event.key === "Escape") return count ? this.suggest([]) : this.replyTo(null);
    if (count && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      return this.insert(`${this.choices[Math.max(0, this.chosen)].text} `);
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return undefined;
    event.preventDefault();
    if (count && this.chosen >= 0) return $("suggestions").children[this.chosen].click();
    return this.submit();
  }

  grow() {
    this.text.rows = 1;
    const style = getComputedStyle(this.text);
    const room = this.text.scrollHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    const lines = Math.round(room / parseFloat(style.lineHeight));
    this.text.rows = Math.max(1, Math.min(8, lines));
    $("send").classList.toggle("ready", this.text.value.trim() !== "");
  }
}

function mode(chat) {
  if (!chat.writes) return "closed";
  if (chat.kind !== "private") return "write";
  if (chat.bot === "kicked") return "blocked";
  return chat.bot === "" ? "start" : "write";
}
