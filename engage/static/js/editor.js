// The survey editor without leaving the page: what is typed is saved by itself, links and buttons change
// the page in place, keys walk and move. The server draws everything; here its pages are only exchanged.
import tellEarly from "./early.js";
import { insertAnswer, remember } from "./inserting.js";
import { enter, grow, labelOf, paste, rows } from "./editor_rows.js";
import { exchange, flashes, isSamePart, standing, toForm, typeAgain, typedSince } from "./editor_turning.js";
import { begun, carried, desk, done, unfinished } from "./window.js";

const PAUSE = 700;
const RETRY = 5000;

export default function editor(root) {
  const words = root.dataset;
  const SWITCH = "engage-single-keys-off";
  let isDirty = false;
  let timer = 0;
  let sending = 0;
  let adding = 0;
  let running = Promise.resolve();

  const form = () => root.querySelector("#part_form");
  const state = () => root.querySelector("#ed_state");

  function say(text, kind = "") {
    const place = state();
    if (!place) return;
    if (place.textContent !== text) place.textContent = text;
    place.className = `ed-state ${kind}`;
  }

  async function fetched(address, options) {
    sending++;
    try {
      const answer = await fetch(address, options);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return { answer, page, root: page.querySelector(".ed") };
    } finally {
      sending--;
    }
  }

  function posted(sender, by) {
    const data = new FormData(sender, by);
    data.set("desk", desk);
    return data;
  }

  // Every act waits for the one before it, so that edits arrive in the order in which they were made.
  function inTurn(act) {
    running = running.then(act, act);
    return running;
  }

  function later(delay = PAUSE) {
    clearTimeout(timer);
    timer = setTimeout(() => inTurn(save), delay);
  }

  // Saves the form as it stands and takes over what the server knows better; the form itself stays as it is.
  async function save() {
    clearTimeout(timer);
    const mine = form();
    if (!isDirty || !mine) return true;
    isDirty = false;
    say(words.saving, "busy");
    const sent = rows(mine).map((row) => ({ row, label: labelOf(row) }));
    const data = posted(mine);
    begun(mine.action, data);
    try {
      const got = await fetched(mine.action, carried(data));
      if (got.root || got.answer.status === 409) done();
      if (got.answer.status === 409) return failed(words.conflict);
      if (!got.root) return failed(got.answer.ok ? words.signedOut : words.unsaved);
      if (!got.answer.ok) return failed(got.root.querySelector("#ed_state").textContent);
      adopt(got.root, sent);
      return true;
    } catch {
      later(RETRY);
      return failed(words.unsaved);
    }
  }

  function failed(text) {
    isDirty = true;
    say(text, "bad");
    return false;
  }

  // What the window was still saving when it was left goes first.
  async function catchUp({ address, data }) {
    root.inert = true;
    say(words.saving, "busy");
    try {
      const got = await fetched(address, carried(data));
      if (got.root || got.answer.status === 409) done();
      await turn(location.href, {}, { keeps: false });
    } catch {
      say(words.unsaved, "bad");
    } finally {
      root.inert = false;
    }
  }

  // What lies around the form, the numbers of edits, the codes of new rows, and empty rows to go on with.
  function adopt(theirs, sent) {
    for (const place of root.querySelectorAll("[data-live]")) {
      // It holds fields: one was changed meanwhile, or somebody is writing in one.
      if (place.matches("details") && (isDirty || place.querySelector("textarea:focus"))) continue;
      exchange(place, theirs.querySelector(`#${place.id}`));
    }
    for (const input of root.querySelectorAll("[name=based_on]")) input.value = theirs.querySelector("[name=based_on]").value;
    if (!isDirty) say(theirs.querySelector("#ed_state").textContent.trim());
    for (const list of form().querySelectorAll("[data-list]")) {
      const new_ = theirs.querySelector(`[data-list="${list.dataset.list}"]`);
      if (!new_) continue;
      let at = 0;
      const found = rows(new_);
      for (const { row, label } of sent.filter((each) => list.contains(each.row) && each.label)) {
        const next = found.findIndex((each, place) => place >= at && labelOf(each) === label);
        if (next < 0) continue;
        at = next + 1;
        row.querySelector("[name$=_code]").value = found[next].querySelector("[name$=_code]").value;
      }
      const last = Math.max(...rows(list).map((row) => Number(row.dataset.row)));
      for (const row of found) if (Number(row.dataset.row) > last) list.querySelector("ol").append(document.importNode(row, true));
    }
    show(theirs);
  }

  // The frame is loaded anew only where what it shows has changed.
  function show(theirs) {
    const mine = root.querySelector("#ed_frame");
    const new_ = theirs.querySelector("#ed_frame");
    if (!mine || !new_) return;
    const wanted = new_.getAttribute("src");
    if ((mine.dataset.shown ?? mine.getAttribute("src")) !== wanted) mine.contentWindow.location.replace(wanted);
    mine.dataset.shown = wanted;
  }

  // Another state of the editor, drawn by the server, in place of this one. ``sent`` is what of its form is on its way;
  // what is typed from then on stays: in its field, or saved before its part is left.
  async function turn(address, options, { keeps = true, focus = "", sent } = {}) {
    const from = document.activeElement?.id;
    const mine = form();
    const before = sent ?? (mine && new FormData(mine));
    if (keeps && !(await save())) return;
    const open = root.querySelector(".ed-left")?.scrollTop ?? 0;
    try {
      let got = await fetched(address, options);
      const typed = typedSince(mine, before);
      const stays = isSamePart(mine, got.root?.querySelector("#part_form"));
      if (typed.length && !stays && !sent && got.root && got.answer.ok) {
        isDirty = true;
        mine.elements.based_on.value = got.root.querySelector("[name=based_on]").value;
        if (!(await save())) return;
        got = await fetched(got.answer.url);
      }
      if (!got.root) {
        if (got.answer.status === 409) document.querySelector("main").replaceWith(document.importNode(got.page.querySelector("main"), true));
        else location.assign(got.answer.url);
        return;
      }
      const stood = standing();
      root.replaceChildren(...[...document.importNode(got.root, true).childNodes]);
      document.title = got.page.title;
      if (got.answer.ok && got.answer.url !== location.href) history.pushState(null, "", got.answer.url);
      isDirty = !got.answer.ok;
      flashes(got.page);
      const left = root.querySelector(".ed-left");
      if (left) left.scrollTop = open;
      arrive(stood.id && stood.id !== from ? stood.id : focus || from);
      if (stays) typeAgain(mine, form(), typed);
      stood.goBack();
    } catch {
      failed(words.unsaved);
    }
  }

  function arrive(wanted) {
    const chosen = root.querySelector("[data-walk][aria-current]");
    const target = root.querySelector(".errors") ?? document.getElementById(wanted || null) ?? chosen;
    (target?.disabled ? chosen : target)?.focus({ preventScroll: target !== chosen });
    if (target !== chosen) target?.scrollIntoView({ block: "nearest" });
    if (target === chosen || target?.matches("[data-walk]")) toForm(root);
    reflectSwitch();
  }

  function submit(event) {
    const sender = event.target;
    if (!sender.matches("form[method=post]") || sender.closest("dialog") || event.submitter?.closest("[data-plain]")) return;
    event.preventDefault();
    const by = event.submitter;
    if (by?.id === "b_insert" && insertAnswer(sender)) return;
    const isPart = sender.id === "part_form";
    const act = by?.hasAttribute("formaction") ? by.formAction : sender.action;
    const data = posted(sender, by);
    const adds = /\/edit\/(question|own_page|page|duplicate|library)$/.test(act);
    adding += adds;
    if (isPart) say(words.saving, "busy");
    inTurn(async () => {
      if (!isPart && !(await save())) return;
      // What was saved by itself while this waited is no work of somebody else.
      data.set("based_on", root.querySelector("[name=based_on]").value);
      isDirty = isPart ? false : isDirty;
      await turn(act, carried(data), { keeps: false, focus: adds ? firstField() : by?.id, sent: sender === form() ? data : undefined });
      if (adds) document.getElementById(firstField())?.focus();
    }).finally(() => { adding -= adds; });
  }

  const firstField = () => ["f_w_label", "f_w_title", "f_title_en"].find((id) => document.getElementById(id)) ?? "";

  function follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.getAttribute("href").startsWith("#")) return;
    if (new URL(link.href).pathname !== location.pathname) {
      if (!isDirty && !sending) return;
      event.preventDefault();
      inTurn(async () => (await save()) && location.assign(link.href));
      return;
    }
    event.preventDefault();
    inTurn(() => turn(link.href, {}, { focus: link.id }));
  }

  function changed(event) {
    if (!event.target.closest("#part_form") || !event.target.name) return;
    if (event.type === "change" && !isDirty) return; // a text is left that was saved as it was typed
    isDirty = true;
    if (event.type === "input") say(words.saving, "busy"); // from the first key on: nothing may call it saved
    grow(event.target);
    if (event.type === "change" && event.target.matches("[data-again]")) {
      form().requestSubmit();
      return;
    }
    later(event.type === "change" ? 50 : PAUSE);
  }

  function walk(step) {
    const all = [...root.querySelectorAll("[data-walk]")];
    const here = document.activeElement.closest("[data-walk]") ?? root.querySelector("[data-walk][aria-current]");
    all[Math.min(Math.max(all.indexOf(here) + step, 0), all.length - 1)]?.focus();
  }

  function move(direction) {
    const near = document.activeElement.closest(".ed-part") ?? root.querySelector("[data-walk][aria-current]")?.closest(".ed-part");
    const button = near?.querySelector(`[data-move=${direction}]`);
    if (!button) return false;
    const data = posted(button.form, button);
    inTurn(() => turn(button.formAction, carried(data), { focus: `o_${button.value}` }));
    return true;
  }

  const isTyping = (event) => event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea, dialog");
  const isOff = () => localStorage.getItem(SWITCH) === "1";

  function key(event) {
    if (enter(event)) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form()?.requestSubmit();
      return;
    }
    if (isTyping(event) || event.ctrlKey || event.metaKey) return;
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      if (move(event.key === "ArrowUp" ? "up" : "down")) event.preventDefault();
      return;
    }
    if (event.altKey || isOff() || adding) return; // who types on while a question is added has no keys in mind
    if (["j", "k"].includes(event.key)) walk(event.key === "j" ? 1 : -1);
    else if (event.key === "?") document.getElementById(words.help).showModal();
    else if (/^[a-zA-Z]$/.test(event.key) && root.querySelector(`[data-key="${event.key}"]`)) root.querySelector(`[data-key="${event.key}"]`).click();
    else return;
    event.preventDefault();
  }

  function reflectSwitch() {
    const switcher = root.querySelector("[data-keys-switch]");
    if (switcher) switcher.checked = !isOff();
  }

  root.addEventListener("submit", submit);
  root.addEventListener("click", follow);
  root.addEventListener("input", changed);
  root.addEventListener("paste", paste);
  for (const moment of ["focusin", "keyup", "pointerup", "input"]) root.addEventListener(moment, remember);
  root.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-switch]")) localStorage.setItem(SWITCH, event.target.checked ? "0" : "1");
    else changed(event);
  });
  document.addEventListener("keydown", key);
  window.addEventListener("popstate", () => location.reload());
  window.addEventListener("beforeunload", (event) => (isDirty || sending) && event.preventDefault());
  reflectSwitch();
  // The page was left while it saved: this one may have been drawn before that arrived.
  const left = unfinished();
  if (left) inTurn(() => catchUp(left));
  else if (form()) tellEarly(form());
}
