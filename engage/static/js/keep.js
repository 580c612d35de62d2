// Keeps what is typed into a form in this tab until it is sent: after a reload or a lost connection it is put back.
// The form's data-keep names what it belongs to; data-fresh is there on a page that holds what was typed already.
// The receipt's page has data-keep-nothing and empties all. Kiosks have neither.
// A tab that is a copy of another says so, and sends nothing until it has taken over.
import { enteredEarly } from "./early.js";
import own from "./owning.js";

const PREFIX = "engage.keep:";

export default function keep(element) {
  if ("keepNothing" in element.dataset) forget(() => true);
  else if (element.dataset.keep) keepForm(element);
}

function keepForm(form) {
  const key = PREFIX + form.dataset.keep;
  forget((name, kept) => name !== key && kept.sent);
  const notices = document.querySelectorAll("[data-kept]");
  const tell = (what) => { for (const notice of notices) notice.hidden = notice.dataset.kept !== what; };
  let calm = "";
  const before = typedIn(form);
  const early = enteredEarly(form).map((field) => field.name);
  const kept = read(key);
  if ("fresh" in form.dataset) forget((name) => name === key);
  else if (kept && JSON.stringify(kept.values) !== JSON.stringify(before)) {
    fill(form, kept.values.filter(([name]) => !early.includes(name)));
    calm = "back";
  }
  tell(calm);
  if (canKeep()) readHere();
  const owner = own(response(form), (isElsewhere) => tell(isElsewhere ? "elsewhere" : calm));

  function store(sent) {
    try {
      sessionStorage.setItem(key, JSON.stringify({ values: typedIn(form), sent }));
    } catch {
      // no room or not allowed: the form works as it does without script
    }
  }

  form.addEventListener("input", () => store(false));
  form.addEventListener("change", () => store(false));
  if (early.length) store(false);
  form.addEventListener("submit", (event) => {
    const stops = owner.isElsewhere() ? "elsewhere" : navigator.onLine ? "" : "offline";
    store(!stops);
    if (!stops) return;
    event.preventDefault();
    tell(stops);
    document.querySelector(`[data-kept="${stops}"]`).scrollIntoView({ block: "nearest" });
    if (stops === "elsewhere") document.querySelector("[data-kept-take]").focus();
  });
  addEventListener("online", () => {
    if (!document.querySelector('[data-kept="offline"]').hidden) tell("online");
  });
  document.querySelector("[data-kept-drop]").addEventListener("click", () => {
    forget((name) => name === key);
    fill(form, before);
    calm = "";
    tell(calm);
    owner.become(response(form));
    goOn();
  });
  document.querySelector("[data-kept-take]").addEventListener("click", () => {
    owner.take();
    goOn();
  });

  function goOn() {
    form.querySelector("input:not([type=hidden]), textarea, select").focus();
  }
}

// Help and its like need no tab of their own where what is typed is kept: they lead back.
function readHere() {
  for (const link of document.querySelectorAll("[data-aside]")) {
    const address = new URL(link.href);
    address.searchParams.delete("tab");
    link.href = address;
    link.removeAttribute("target");
    link.querySelector(".new-tab").remove();
  }
}

function canKeep() {
  try {
    sessionStorage.setItem(`${PREFIX}try`, "{}");
    sessionStorage.removeItem(`${PREFIX}try`);
    return true;
  } catch {
    return false;
  }
}

// What is answered here, whichever page of it: the draft that tabs share, or the receipt of a form on one page.
function response(form) {
  return PREFIX + (form.elements.receipt?.value ?? form.dataset.keep.split(" ").slice(0, 2).join(" "));
}

// [name, values] of everything a person fills in, and the receipt, so that sending again is not sending twice.
function typedIn(form) {
  const names = new Set([...form.elements].filter(isKept).map((field) => field.name));
  const data = new FormData(form);
  return [...names].map((name) => [name, data.getAll(name)]);
}

function isKept(field) {
  return field.name && field.name !== "invitation" && field.type !== "file" && (field.type !== "hidden" || field.name === "receipt") && field.type !== "submit";
}

function fill(form, entries) {
  for (const [name, values] of entries) {
    const fields = [...form.elements].filter((field) => field.name === name && isKept(field));
    fields.forEach((field, index) => {
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values[index] ?? "";
      field.dispatchEvent(new Event("change"));
    });
  }
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function forget(isGone) {
  try {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(PREFIX) && isGone(name, read(name) ?? {})) sessionStorage.removeItem(name);
    }
  } catch {
    // no storage, nothing kept
  }
}
