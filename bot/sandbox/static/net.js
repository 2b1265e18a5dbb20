// Talks to the sandbox: requests that answer or throw in words, and the stream of events.

async function result(response) {
  const answer = await response.json().catch(() => ({ ok: false, description: response.statusText }));
  if (!answer.ok) throw new Error(answer.description || "The sandbox refused this");
  return answer.result;
}

export async function get(action, values = {}) {
  const query = new URLSearchParams(values);
  return result(await fetch(`/ui/${action}?${query}`));
}

export async function post(action, values) {
  const headers = { "Content-Type": "application/json" };
  return result(await fetch(`/ui/${action}`, { method: "POST", headers, body: JSON.stringify(values) }));
}

export async function upload(values, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.append(name, value);
  form.append("file", file, file.name);
  return result(await fetch("/ui/upload", { method: "POST", body: form }));
}

// `onOpen` runs at every (re)connection: whatever happened in between has to be loaded.
export function listen(onEvent, onOpen, onLost) {
  const source = new EventSource("/ui/events");
  source.addEventListener("open", onOpen);
  source.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
  source.addEventListener("error", onLost);
}
