// Single keys for reviewing: J and K walk through [data-comment]; any other key clicks what has it in [data-key]
// (a list gets the focus), in the current comment first, then on the page; with Shift, its [data-tick-key]. Never inside a field; can be switched off.
const SWITCH = "engage-single-keys-off";

export default function review(root) {
  const switcher = root.querySelector("[data-keys-switch]");
  const help = document.getElementById(root.dataset.help);
  const comments = () => [...root.querySelectorAll("[data-comment]")];

  function isInSight(card) {
    const { top, bottom } = card.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  }

  // from the comment with the focus; a reader who has scrolled away from it begins with what can be seen
  function walk(step) {
    const all = comments();
    const focused = document.activeElement.closest("[data-comment]");
    const isAway = focused && !isInSight(focused);
    const seen = isAway ? all.findIndex((card) => card.getBoundingClientRect().top >= 0) : -1;
    const at = seen < 0 ? all.indexOf(focused) + step : seen;
    const target = all[Math.min(Math.max(at, 0), all.length - 1)];
    target?.focus();
    target?.scrollIntoView({ block: "nearest" });
  }

  // on a keyboard of another script, the key that stands where the letter or digit would stand
  function letterOf(event) {
    const own = event.key.toLowerCase();
    return /^[a-z0-9?]$/.test(own) ? own : (/^(?:Key|Digit)(.)$/.exec(event.code)?.[1].toLowerCase() ?? own);
  }

  // where comments are chosen, keys that mean several mean those
  function pressForMany(letter) {
    const many = root.querySelector(`[data-many-key="${CSS.escape(letter)}"]`);
    if (!many || !document.querySelector("[data-choosing]:checked")) return false;
    many.click();
    return true;
  }

  // what stands behind "More" can be pressed, too
  function unfold(target) {
    for (let part = target?.parentElement.closest("details:not([open])"); part; part = part.parentElement.closest("details:not([open])")) {
      if (target.parentElement !== part || !target.matches("summary")) part.open = true;
    }
  }

  function press(letter) {
    if (pressForMany(letter)) return true;
    const selector = `[data-key~="${CSS.escape(letter)}"]`;
    const near = document.activeElement.closest("[data-comment]")?.querySelector(selector);
    const target = near ?? root.querySelector(selector) ?? document.querySelector(selector);
    const isField = target?.matches("select, textarea");
    unfold(target);
    if (isField) target.focus();
    else target?.click();
    // what a key unfolds is there to be filled in
    if (target?.matches("summary")) target.parentElement.querySelector("select, textarea")?.focus();
    return Boolean(target);
  }

  function isTyping(event) {
    return event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea, dialog, [contenteditable]");
  }

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || switcher?.checked === false) return;
    const letter = letterOf(event);
    const tick = event.shiftKey && root.querySelector(`[data-tick-key="${CSS.escape(letter)}"]`);
    if (tick) tick.click();
    else if (letter === "j" || letter === "k") walk(letter === "j" ? 1 : -1);
    else if (letter === "?" && help) help.showModal();
    else if (!/^[a-z0-9]$/.test(letter) || !press(letter)) return;
    event.preventDefault();
  }

  if (switcher) {
    switcher.checked = localStorage.getItem(SWITCH) !== "1";
    switcher.addEventListener("change", () => localStorage.setItem(SWITCH, switcher.checked ? "0" : "1"));
  }
  document.addEventListener("keydown", key);
}
