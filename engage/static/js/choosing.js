// Choosing several comments: says how many are chosen, and chooses all of the page; where comments go on while one reads,
// a page is the batch in sight. The boxes belong to this form.
export default function choosing(form) {
  const boxes = (place = document) => [...place.querySelectorAll(`[data-choosing][form="${form.id}"]`)];
  const page = () => boxes(document.querySelector(".batch[data-in-sight]") ?? document);
  const count = form.querySelector("[data-chosen]");
  const all = form.querySelector("[data-choose-all]");
  const numbers = new Intl.NumberFormat(form.dataset.lang);

  function tell() {
    const chosen = boxes().filter((box) => box.checked).length;
    count.querySelector("output").textContent = numbers.format(chosen);
    const every = all.querySelector("input");
    every.checked = chosen > 0 && page().every((box) => box.checked);
    every.indeterminate = chosen > 0 && !every.checked;
  }

  count.hidden = false;
  all.hidden = false;
  all.addEventListener("change", (event) => {
    for (const box of page()) box.checked = event.target.checked;
    tell();
  });
  document.addEventListener("change", (event) => event.target.matches?.("[data-choosing]") && tell());
  tell();
}
