// Keeps what is typed into a form in this tab until it is sent: after a reload or a lost connection it is put back.
// The form's data-keep names what it belongs to; data-fresh is there on a page that holds what was typed already.
// The receipt's page has data-keep-nothing and empties all. Kiosks have neither.
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
  const before = typedIn(form);
  const kept = read(key);
  if ("fresh" in form.dataset) forget((name) => name === key);
  else if (kept && JSON.stringify(kept.values) !== JSON.stringify(before)) {
    fill(form, kept.values);
    tell("back");
  }

  function store(sent) {
    try {
      sessionStorage.setItem(key, JSON.stringify({ values: typedIn(form), sent }));
    } catch {
      // no room or not allowed: the form works as it does without script
    }
  }

  form.addEventListener("input", () => store(false));
  form.addEventListener("change", () => store(false));
  form.addEventListener("submit", (event) => {
    store(navigator.onLine);
    if (navigator.onLine) return;
    event.preventDefault();
    tell("offline");
    document.querySelector('[data-kept="offline"]').scrollIntoView({ block: "nearest" });
  });
  addEventListener("online", () => {
    if (!document.querySelector('[data-kept="offline"]').hidden) tell("online");
  });
  document.querySelector("[data-kept-drop]").addEventListener("click", () => {
    forget((name) => name === key);
    fill(form, before);
    tell("");
    form.querySelector("input:not([type=hidden]), textarea, select").focus();
  });
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
