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
