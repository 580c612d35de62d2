// Paper to screen by keyboard: <form data-enhance="keying">, one [data-codes] or [data-words] field a row.
// Enter goes on, Shift+Tab back, Ctrl+Enter saves; in an empty choice field letters are answers too.
const HELP = "?";

export default function keying(form) {
  const fields = [...form.querySelectorAll("[data-codes], [data-words]")];
  const help = document.getElementById(form.dataset.help);

  function glow(field) {
    const chips = field.closest("li").querySelectorAll("[data-code]");
    const codes = [...chips].map((chip) => chip.dataset.code);
    const given = tokens(field.value, codes);
    for (const chip of chips) chip.classList.toggle("chosen", given.includes(chip.dataset.code));
  }

  function next(field) {
    const following = fields[fields.indexOf(field) + 1];
    if (following) {
      following.focus();
      following.select();
      following.closest("li").scrollIntoView({ block: "nearest" });
    } else {
      form.querySelector("[data-save]").focus();
    }
  }

  function key(event) {
    const field = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-save]"));
    } else if (fields.includes(field) && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      next(field);
    } else if (event.key === HELP && help && "codes" in field.dataset) {
      event.preventDefault();
      help.showModal();
    }
  }

  form.addEventListener("keydown", key);
  form.addEventListener("input", (event) => { if ("codes" in event.target.dataset) glow(event.target); });
  for (const field of fields) if ("codes" in field.dataset) glow(field);
  const first = fields.find((field) => !field.value) ?? fields[0];
  if (first && !document.querySelector("[autofocus]")) first.focus();
}

// "1 2" and, where every code is one character, "12" both mean codes 1 and 2; letters count in any case.
function tokens(text, codes) {
  const upper = text.trim().toUpperCase();
  const parts = upper.split(/[\s,;+]+/).filter(Boolean);
  const isShort = codes.every((code) => code.length === 1);
  return parts.flatMap((part) => (isShort ? [...part] : [part]));
}
