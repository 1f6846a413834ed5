// Solves the challenge of a form while it is filled in: asks for one, lets a worker compute, puts the solution into the form.
"use strict";
const FRESH = 8 * 60 * 1000;
for (const block of document.querySelectorAll("[data-challenge]")) {
  const form = block.closest("form");
  const field = block.querySelector("input[name=challenge]");
  const told = block.querySelector("[aria-live]");
  const say = (what) => { told.textContent = block.dataset[what]; };
  let asked = 0;
  let going = null;

  const solve = async () => {
    const answer = await fetch("/v1/challenges", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ purpose: block.dataset.challenge }),
    });
    if (!answer.ok) throw new Error("no challenge");
    const { challenge } = await answer.json();
    const solution = await new Promise((done, failed) => {
      const worker = new Worker(block.dataset.worker);
      worker.onmessage = ({ data }) => { worker.terminate(); data ? done(data) : failed(new Error("not solved")); };
      worker.onerror = () => { worker.terminate(); failed(new Error("no worker")); };
      worker.postMessage(challenge.parameters);
    });
    field.value = btoa(JSON.stringify({ challenge, solution }));
  };
  const start = () => {
    if (going) return going;
    if (field.value && (!asked || Date.now() - asked < FRESH)) return null;
    asked = Date.now();
    field.value = "";
    say("working");
    going = solve().then(() => say("done"), () => { asked = 0; say("failed"); }).finally(() => { going = null; });
    return going;
  };

  block.hidden = false;
  if (field.value) say("done");
  form.addEventListener("focusin", start);
  form.addEventListener("submit", (event) => {
    const work = start();
    if (!work) return;
    // Whoever is faster than the worker waits for it; without a solution the page says what else can be done.
    event.preventDefault();
    const { submitter } = event;
    work.then(() => { if (field.value) form.requestSubmit(submitter); });
  });
}
