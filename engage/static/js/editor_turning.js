// What the server drew comes in place of what stands, without a loss of what somebody typed meanwhile.

const isTyped = (field) => field.name && !["hidden", "submit", "file"].includes(field.type);
const about = (form) => ["part", "language"].map((name) => form?.elements[name]?.value).join(" ");
const codeBeside = (form, name) => form.elements[`${/^(.+_\d+)_/.exec(name)?.[1]}_code`]?.value ?? "";

// Only within one part and one language do the same names mean the same fields.
export const isSamePart = (mine, theirs) => about(mine) === about(theirs);

// [name, values] of all that is no longer as it was sent.
export function typedSince(form, sent) {
  const names = new Set([...(form?.elements ?? [])].filter(isTyped).map((field) => field.name));
  const now = form && new FormData(form);
  return [...names].map((name) => [name, now.getAll(name)]).filter(([name, values]) => values.join("\n") !== sent.getAll(name).join("\n"));
}

// Puts it into the same fields of the form that came; a row that was moved keeps what came.
export function typeAgain(mine, theirs, typed) {
  for (const [name, values] of typed) {
    const fields = [...theirs.elements].filter((field) => field.name === name && isTyped(field));
    if (!fields.length || codeBeside(mine, name) !== codeBeside(theirs, name)) continue;
    fields.forEach((field, at) => {
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
      else field.value = values[at] ?? "";
    });
    for (const kind of ["input", "change"]) fields[0].dispatchEvent(new Event(kind, { bubbles: true }));
  }
}

// Where the focus and the caret are; goBack puts the caret there again, if the focus is.
export function standing() {
  const { id = "", selectionStart: start, selectionEnd: end } = document.activeElement ?? {};
  const goBack = () => {
    if (id && document.activeElement.id === id && Number.isInteger(start)) document.activeElement.setSelectionRange(start, end);
  };
  return { id, goBack };
}

export function exchange(place, with_) {
  if (!with_) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  const new_ = document.importNode(with_, true);
  if (place.open) new_.open = true;
  place.replaceWith(new_);
  if (focused) document.getElementById(focused)?.focus();
}

export function flashes(page) {
  for (const old of document.querySelectorAll("main > .notice")) old.remove();
  for (const told of page.querySelectorAll("main > .notice")) document.querySelector("main").prepend(document.importNode(told, true));
}

// Where the outline stands above the form, what was chosen there is brought to the eye.
export function toForm(root) {
  const [left, form] = [".ed-left", "#part_form"].map((name) => root.querySelector(name)?.getBoundingClientRect());
  if (left && form && form.left < left.right && form.right > left.left) root.querySelector("#part_form").scrollIntoView();
}
