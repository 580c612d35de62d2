// Says that a file is too large before minutes are spent on sending it. data-most and data-together are bytes, for the
// file and for all of the form; data-told and data-told-together are what to say.
export default function upload(field) {
  const { form } = field;

  function problem() {
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((each) => [...each.files]);
    const together = files.reduce((sum, file) => sum + file.size, 0);
    if ([...field.files].some((file) => file.size > Number(field.dataset.most))) return field.dataset.told;
    return field.files.length && together > Number(field.dataset.together) ? field.dataset.toldTogether : "";
  }

  function show() {
    const words = problem();
    const box = field.closest(".field, .answer");
    let shown = document.getElementById(`${field.id}_error`);
    if (words && !shown) {
      shown = document.createElement("p");
      shown.className = "error";
      shown.id = `${field.id}_error`;
      shown.setAttribute("role", "alert");
      field.before(shown);
      field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${shown.id}`.trim());
    }
    if (shown) shown.textContent = words;
    box.classList.toggle("has-error", words !== "");
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    return words !== "";
  }

  field.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    if (!field.files.length || !show()) return;
    event.preventDefault();
    field.focus();
  });
  if (field.files.length) show(); // chosen before this script came
}
