// A <select data-enhance="long_list"> becomes a field to type in, with a list of what fits below it: arrows move,
// Enter chooses, Escape closes. What is typed and not listed is posted as typed, for the server to say so.
const MOST = 12;
const QUIET = 800;

export default function longList(select) {
  const options = [...select.options].filter((option) => option.value)
    .map((option) => ({ value: option.value, label: option.text, key: plain(option.text) }));
  const { id, name } = select;
  const field = make("input", { id, type: "text", autocomplete: "off", spellcheck: "false", dir: "auto", className: select.className });
  const list = make("ul", { id: `${id}_list`, className: "fits", hidden: true });
  const heard = make("p", { className: "unseen" });
  set(field, { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id });
  for (const kept of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(kept)) field.setAttribute(kept, select.getAttribute(kept));
  set(list, { role: "listbox", "aria-label": document.querySelector(`label[for="${id}"]`).textContent });
  heard.setAttribute("role", "status");
  const hadFocus = document.activeElement === select;
  select.id = `${id}_all`;
  select.after(field, list, heard);
  if (hadFocus) field.focus();
  select.hidden = true;
  field.value = select.value ? select.selectedOptions[0].text : select.dataset.typed;
  let shown = [];
  let at = -1;
  let timer = 0;
  settle();

  // The field posts its words only where they are none of the list's.
  function settle() {
    const same = options.filter((option) => option.key === plain(field.value));
    if (!same.some((option) => option.value === select.value)) select.value = same.length === 1 ? same[0].value : "";
    field.name = field.value.trim() && !select.value ? name : "";
    select.name = field.name ? "" : name;
  }

  function close() {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function offer() {
    const wanted = plain(field.value);
    const begins = options.filter((option) => option.key.startsWith(wanted));
    const holds = options.filter((option) => !option.key.startsWith(wanted) && option.key.includes(wanted));
    shown = wanted ? [...begins, ...holds].slice(0, MOST) : options;
    list.replaceChildren(...shown.map((option, index) => {
      const item = make("li", { id: `${id}_list_${index}`, textContent: option.label });
      set(item, { role: "option", "aria-selected": "false" });
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return item;
    }));
    at = -1;
    field.removeAttribute("aria-activedescendant");
    list.hidden = shown.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    clearTimeout(timer);
    timer = setTimeout(() => { heard.textContent = select.dataset.found.replace("{n}", shown.length); }, QUIET);
  }

  function choose(option) {
    field.value = option.label;
    select.value = option.value;
    settle();
    close();
  }

  function move(step) {
    if (list.hidden) offer();
    if (!shown.length) return;
    list.children[at]?.setAttribute("aria-selected", "false");
    at = at < 0 && step < 0 ? shown.length - 1 : (at + step + shown.length) % shown.length;
    const item = list.children[at];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", item.id);
  }

  field.addEventListener("input", () => { select.value = ""; settle(); offer(); });
  select.addEventListener("change", () => { field.value = select.value ? select.selectedOptions[0].text : ""; settle(); });
  field.addEventListener("blur", () => { settle(); close(); });
  field.addEventListener("keydown", (event) => {
    const acts = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: close, Enter: () => choose(shown[at]) };
    const isOpen = !list.hidden;
    if (!acts[event.key] || (event.key === "Enter" && at < 0) || (event.key === "Escape" && !isOpen)) return;
    event.preventDefault();
    acts[event.key]();
  });
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function set(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
}

// Capitals, accents and double spaces make no difference.
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim().toLowerCase();
}
