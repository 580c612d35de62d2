// An earlier answer goes where the caret was last in the chosen text; into one nobody has been in, at its end.
const carets = new WeakMap();
const WORD = /[\p{L}\p{N}\p{M}$}"'”»]/u;

// The text somebody is in is the one that an answer most likely belongs into.
export function remember(event) {
  const field = event.target;
  if (!field.matches?.("#part_form :is(input[type=text], input:not([type]), textarea)")) return;
  carets.set(field, [field.selectionStart, field.selectionEnd]);
  const into = document.getElementById("f_insert_into");
  if (into && [...into.options].some((option) => option.value === field.name)) into.value = field.name;
}

// Whether it was put in; without a choice the server says what is missing.
export function insertAnswer(form) {
  const code = form.elements.insert_code?.value;
  const field = form.elements[form.elements.insert_into?.value];
  if (!code || !field?.setRangeText) return false;
  const [from, to] = carets.get(field) ?? [field.value.length, field.value.length];
  const before = field.value.slice(0, from).at(-1) ?? "";
  const after = field.value.slice(to).at(0) ?? "";
  const words = `${WORD.test(before) ? " " : ""}\${${code}}${WORD.test(after) ? " " : ""}`;
  field.setRangeText(words, from, to, "end");
  field.focus();
  carets.set(field, [field.selectionStart, field.selectionEnd]);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}
