// The desk of translators: <form data-enhance="translating"> with one [data-text] a text, its [data-words] field, its
// [data-state] and what is known of it, [data-about]. A text is saved when its field is left, and by Ctrl+Enter, which
// goes on to the next; Alt+Up and Alt+Down walk, Alt+C copies the source, Alt+A approves. Without script the form saves all.
import tellEarly from "./early.js";

const MOST = 60_000; // bytes that a request may have to arrive though its page is gone

export default function translating(form) {
  const texts = [...form.querySelectorAll("[data-text]")];
  const unsaved = new Set();
  let turn = Promise.resolve();

  const field = (text) => text.querySelector("[data-words]");
  const before = (text) => text.querySelector(`[name="${CSS.escape(`before_${text.dataset.text}`)}"]`);

  function tell(text, words, isBad = false) {
    const state = text.querySelector("[data-state]");
    state.textContent = words;
    state.classList.toggle("bad", isBad);
  }

  function note(text) {
    if (field(text).value.trim() === before(text).value.trim()) {
      unsaved.delete(text);
      tell(text, "");
    } else {
      unsaved.add(text);
      tell(text, form.dataset.unsaved);
    }
  }

  // One after the other, so that each edit stands on the one before.
  function send(text, act = "") {
    turn = turn.then(() => deliver(text, act));
    return turn;
  }

  async function deliver(text, act) {
    if (!act && !unsaved.has(text)) return;
    const key = text.dataset.text;
    const sent = field(text).value;
    const body = new URLSearchParams({ key, act, show: form.elements.show.value, page: form.elements.page.value });
    for (const name of ["words", "source", "before"]) {
      body.set(`${name}_${key}`, form.elements[`${name}_${key}`].value);
    }
    tell(text, form.dataset.saving);
    try {
      const answer = await fetch(form.dataset.textUrl, { method: "POST", body, keepalive: body.toString().length < MOST });
      if (answer.redirected || ![200, 409].includes(answer.status)) throw new Error(answer.status);
      show(text, await answer.text());
      if (answer.status === 409) {
        tell(text, form.dataset.clash, true);
      } else if (field(text).value === sent) {
        unsaved.delete(text);
        tell(text, form.dataset.saved);
      } else {
        note(text);
      }
    } catch {
      unsaved.add(text);
      tell(text, form.dataset.failed, true);
    }
  }

  function show(text, html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const count of page.querySelectorAll("[data-count][id]")) document.getElementById(count.id)?.replaceWith(document.adoptNode(count));
    const fresh = page.querySelector("[data-about]");
    const had = text.querySelector("[data-about]");
    const isHere = had.contains(document.activeElement);
    had.replaceWith(document.adoptNode(fresh));
    countAll();
    if (isHere) field(text).focus();
  }

  // How many are approved in one go changes as texts are saved.
  function countAll() {
    const all = form.querySelector("[data-all]");
    if (!all) return;
    const count = form.querySelectorAll("[data-at-once]").length;
    all.querySelector("[data-all-count]").textContent = new Intl.NumberFormat(document.documentElement.lang).format(count);
    all.hidden = !count;
  }

  function walk(text, step) {
    const next = texts[texts.indexOf(text) + step];
    const target = next ? field(next) : step > 0 ? form.querySelector(".tr-foot button") : null;
    target?.focus();
    (next ?? target)?.scrollIntoView({ block: "nearest" });
  }

  function fill(text, words) {
    field(text).value = words;
    field(text).focus();
    note(text);
  }

  function act(text, name) {
    if (text.querySelector(`[data-act="${name}"]`)) send(text, name);
  }

  function key(event) {
    const text = event.target.closest("[data-text]");
    if (!text || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      send(text);
      walk(text, 1);
    } else if (event.altKey && event.key === "ArrowDown") walk(text, 1);
    else if (event.altKey && event.key === "ArrowUp") walk(text, -1);
    else if (event.altKey && event.code === "KeyC") fill(text, text.querySelector("[data-source]").textContent);
    else if (event.altKey && event.code === "KeyA") act(text, "approve");
    else return;
    event.preventDefault();
  }

  function click(event) {
    const text = event.target.closest("[data-text]");
    const button = event.target.closest("button");
    if (!text || !button) return;
    if ("take" in button.dataset) fill(text, text.querySelector("[data-suggestion]").textContent);
    else if (button.dataset.act) act(text, button.dataset.act);
    else return;
    event.preventDefault();
  }

  form.addEventListener("keydown", key);
  form.addEventListener("click", click);
  form.addEventListener("input", (event) => note(event.target.closest("[data-text]")));
  form.addEventListener("change", (event) => event.target.matches("[data-words]") && send(event.target.closest("[data-text]")));
  form.addEventListener("submit", () => unsaved.clear());
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
  tellEarly(form);
}
