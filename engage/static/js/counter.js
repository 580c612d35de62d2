// Says how many characters are left, at once for the eye and after a pause for the ear.
const PAUSE = 1000;

export default function counter(field) {
  const seen = document.getElementById(`${field.id}_counter`);
  const heard = document.createElement("p");
  heard.className = "unseen";
  heard.setAttribute("role", "status");
  seen.after(heard);
  const limit = Number(field.dataset.limit);
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  let timer = 0;

  function show() {
    const left = limit - [...field.value].length;
    const words = left < 0 ? field.dataset.over : field.dataset.left;
    seen.textContent = words.replace("{n}", numbers.format(Math.abs(left)));
    seen.classList.toggle("over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => { heard.textContent = seen.textContent; }, PAUSE);
  }

  field.addEventListener("input", show);
  if (field.value) show();
}
