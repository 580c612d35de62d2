// Paper to screen by keyboard: <form data-enhance="keying">, one [data-codes], [data-words] or file field a row,
// [data-head] fields above and one [data-note]. Enter goes on, Shift+Tab back, Ctrl+Enter saves. Where numbers
// are keyed, N leads to the note and ? to the keys; on an untouched form Ctrl+Z takes the last one back.
// In a call [data-aloud] is where the words are asked for anew: they repeat what is keyed and say what is not asked.
import tellEarly from "./early.js";

export default function keying(form) {
  const rows = [...form.querySelectorAll("[data-codes], [data-words], [type=file]")];
  const head = [...form.querySelectorAll("[data-head]")];
  const note = form.querySelector("[data-note]");
  const save = form.querySelector("[data-save]");
  const help = document.getElementById(form.dataset.help);
  const back = document.getElementById(form.dataset.back);
  const isCarried = "carried" in form.dataset;
  const begun = values();
  let noteFrom;

  function values() {
    return new URLSearchParams(new FormData(form)).toString();
  }

  function go(field) {
    field.focus();
    field.select?.();
    (field.closest("li") ?? field).scrollIntoView({ block: "nearest" });
  }

  // What is above was carried over from the form before: the serial leads on to what each form needs, then to the
  // questions.
  function next(field) {
    if (field === note) return go(noteFrom ?? save);
    if (rows.includes(field)) return go(rows.slice(rows.indexOf(field) + 1).find(isAsked) ?? save);
    const following = head.slice(head.indexOf(field) + 1);
    return go(following.find((each) => !isCarried || ("needed" in each.dataset && !each.value)) ?? rows[0]);
  }

  function key(event) {
    const field = event.target;
    const isField = rows.includes(field) || field.matches("[data-head], [data-note]");
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      form.requestSubmit(save);
    } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && back && values() === begun) {
      back.requestSubmit();
    } else if (isField && event.key === "Enter" && !event.shiftKey) {
      next(field);
    } else if ("codes" in field.dataset && event.key === "?" && help) {
      help.showModal();
    } else if ("codes" in field.dataset && event.key.toLowerCase() === "n" && note && !event.ctrlKey && !event.metaKey) {
      noteFrom = field;
      go(note);
    } else {
      return;
    }
    event.preventDefault();
  }

  // The language of the paper changes the page: what stands above goes with it.
  function keepHead(event) {
    const link = event.target.closest("[data-language]");
    if (!link) return;
    const address = new URL(link.href);
    for (const field of head) if (field.value) address.searchParams.set(field.name, field.value);
    link.href = address;
  }

  form.addEventListener("keydown", key);
  form.addEventListener("click", keepHead);
  form.addEventListener("input", (event) => { if ("codes" in event.target.dataset) { glow(event.target); doubt(event.target); } });
  if (form.dataset.aloud) form.addEventListener("input", aloud(form));
  for (const field of rows) if ("codes" in field.dataset) glow(field);
  tellEarly(form);
  const wrong = fault(form);
  const first = rows.find((field) => !field.value) ?? rows[0];
  if (wrong) go(wrong);
  else if (first && !document.querySelector("[autofocus]")) first.focus();
}

// The first field that the summary of errors names.
function fault(form) {
  const link = document.querySelector(".errors [href]");
  return link && form.querySelector(link.hash);
}

// What is not asked so far and has no answer is passed over.
function isAsked(field) {
  return field.value || !field.closest("li").matches(".unasked");
}

// Texts that repeat earlier answers are pale from the first key until they are right again.
function aloud(form) {
  const state = form.querySelector(".keying-state");
  const list = form.querySelector("ol.keying");
  let asked;

  async function ask(event) {
    if (!event.target.matches("[data-codes], [data-words]")) return;
    asked?.abort();
    const mine = (asked = new AbortController());
    list.classList.add("stale");
    try {
      const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
      const answer = await fetch(form.dataset.aloud, { method: "POST", body, signal: mine.signal });
      if (answer.redirected || !answer.ok) throw new Error(answer.status);
      say(await answer.text());
      list.classList.remove("stale");
      state.textContent = "";
    } catch {
      if (mine === asked) state.textContent = state.dataset.lost;
    }
  }

  function say(text) {
    const said = new DOMParser().parseFromString(text, "text/html");
    for (const row of list.children) {
      const now = said.getElementById(row.id);
      if (!now) continue;
      row.classList.toggle("unasked", now.matches(".unasked"));
      const [words, anew] = [row, now].map((each) => each.querySelector("[id$=_words]"));
      const has = row.querySelector("[data-codes]");
      if (words.innerHTML === anew.innerHTML) continue;
      words.replaceWith(anew);
      if (has) glow(has);
    }
  }

  return ask;
}

// The chosen numbers light up.
function glow(field) {
  const chips = field.closest("li").querySelectorAll("[data-code]");
  const given = tokens(field.value, [...chips].map((chip) => chip.dataset.code));
  for (const chip of chips) chip.classList.toggle("chosen", given.includes(chip.dataset.code));
}

// More marks than one where one was asked: said at once.
function doubt(field) {
  if (!field.dataset.onlyOne) return;
  const row = field.closest("li");
  const isTwice = row.querySelectorAll(".chosen").length > 1;
  row.classList.toggle("flagged", isTwice);
  row.querySelector(".doubt").textContent = isTwice ? field.dataset.onlyOne : "";
}

// "1 2" and, where every code is one character, "12" both mean codes 1 and 2; letters count in any case.
function tokens(text, codes) {
  const upper = text.trim().toUpperCase();
  const parts = upper.split(/[\s,;+]+/).filter(Boolean);
  const isShort = codes.every((code) => code.length === 1);
  return parts.flatMap((part) => (isShort ? [...part] : [part]));
}
