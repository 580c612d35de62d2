// The lines of a list in the survey editor: answers, or rows of a table.
export const rows = (place) => [...place.querySelectorAll("[data-row]")];
export const labelOf = (row) => row.querySelector("[name$=_label]").value.trim();

// There is always an empty row to go on with, however fast somebody types.
export function grow(field) {
  const row = field.closest("[data-row]");
  if (!row || row.nextElementSibling || !labelOf(row) || !field.form.querySelector("[name=more]")) return;
  const number = Number(row.dataset.row) + 1;
  const added = row.cloneNode(true);
  added.dataset.row = number;
  for (const button of added.querySelectorAll("button")) button.remove();
  for (const input of added.querySelectorAll("input, select")) {
    input.name = input.name.replace(/_\d+_/, `_${number}_`);
    if (input.id) input.id = input.id.replace(/_\d+_/, `_${number}_`);
    if (input.type === "checkbox") input.checked = false;
    else input.value = "";
    const shown = new Intl.NumberFormat(document.documentElement.lang).format(number);
    if (input.ariaLabel) input.ariaLabel = input.ariaLabel.replace(/\p{Nd}+$/u, shown);
  }
  row.after(added);
}

// A column from a spreadsheet: each of its lines goes into the next empty row.
export function paste(event) {
  const lines = (event.clipboardData?.getData("text") ?? "").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  if (lines.length < 2 || !event.target.matches("[data-row] [name$=_label]")) return;
  event.preventDefault();
  let field = event.target;
  field.value = lines[0];
  for (const line of lines.slice(1)) {
    do {
      grow(field);
      field = field.closest("[data-row]").nextElementSibling?.querySelector("[name$=_label]");
    } while (field?.value.trim());
    if (!field) break;
    field.value = line;
  }
  (field ?? event.target).dispatchEvent(new Event("input", { bubbles: true }));
}

// Enter in a list goes to the next line instead of sending the form.
export function enter(event) {
  const row = event.target.closest("[data-row]");
  if (event.key !== "Enter" || !row || !event.target.matches("[name$=_label]")) return false;
  row.nextElementSibling?.querySelector("[name$=_label]")?.focus();
  event.preventDefault();
  return true;
}
