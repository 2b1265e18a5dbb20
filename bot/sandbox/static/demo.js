// The demo's panel: when the next sample item comes, and a button that does not wait for it.

import { $, element } from "./dom.js";
import { get, post } from "./net.js";

const EVERY = 3000; // milliseconds

export async function startDemo(failed) {
  let status = null;
  let asked = 0;

  const draw = () => {
    if (!status) return;
    const left = status.next_in === null ? null : Math.max(0, Math.ceil(status.next_in - (performance.now() - asked) / 1000));
    $("demo-samples").hidden = false;
    $("demo-next").textContent = words(status, left);
    $("demo-title").textContent = status.next_title;
    $("publish").disabled = status.waiting === 0;
    $("demo-notes").replaceChildren(...status.notes.map((note) => element("li", {}, note)));
  };

  const ask = async () => {
    try {
      status = await get("demo");
      asked = performance.now();
      draw();
    } catch { /* the page says itself when the sandbox is gone */ }
  };

  $("publish").addEventListener("click", async () => {
    $("publish").disabled = true;
    try { await post("publish", {}); } catch (error) { failed(error); }
    await ask();
  });
  await ask();
  setInterval(ask, EVERY);
  setInterval(draw, 1000);
}

function words(status, left) {
  if (status.waiting === 0) return "All sample items are out";
  if (left === null) return "A sample item is waiting";
  return left === 0 ? "Next sample item any moment" : `Next sample item in ${left} s`;
}
