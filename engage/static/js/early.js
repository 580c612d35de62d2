// What was entered before the scripts came: nobody heard of it yet.

// The fields of a form that are not as the page brought them.
export function enteredEarly(form) {
  return [...form.elements].filter((field) => field.name && isEntered(field));
}

// Says of each what its reader would have heard.
export default function tellEarly(form) {
  for (const field of enteredEarly(form)) {
    for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
  }
}

function isEntered(field) {
  if (field.type === "radio" || field.type === "checkbox") return field.checked && !field.defaultChecked;
  if (!field.options) return "defaultValue" in field && field.value !== field.defaultValue;
  const brought = [...field.options].filter((option) => option.defaultSelected);
  if (!brought.length && !field.multiple) return field.selectedIndex > 0;
  return [...field.selectedOptions].some((option) => !option.defaultSelected);
}
