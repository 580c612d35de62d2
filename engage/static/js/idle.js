// A kiosk left alone: warns in a dialog with a count-down, then posts the dialog's form to start over.
// Anyone may ask for more time as often as they like; any touch or key counts as being there.
const SAID_EVERY = 10;

export default function idle(dialog) {
  const limit = Number(dialog.dataset.idleSeconds);
  const warning = Number(dialog.dataset.warnSeconds);
  const seen = dialog.querySelector("[data-seconds]");
  const heard = dialog.querySelector("[data-heard]");
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  let last = Date.now();

  function here() {
    if (!dialog.open) last = Date.now();
  }

  function stay() {
    last = Date.now();
    if (dialog.open) dialog.close();
  }

  function tick() {
    const left = Math.ceil(limit - (Date.now() - last) / 1000);
    if (left <= 0) {
      clearInterval(timer);
      dialog.querySelector("form").submit();
    } else if (left <= warning) {
      if (!dialog.open) dialog.showModal();
      seen.textContent = seen.dataset.seconds.replace("{n}", numbers.format(left));
      if (left % SAID_EVERY === 0) heard.textContent = seen.textContent;
    }
  }

  for (const sign of ["pointerdown", "keydown", "input", "scroll"]) {
    addEventListener(sign, here, { capture: true, passive: true });
  }
  dialog.querySelector("[data-more-time]").addEventListener("click", stay);
  dialog.addEventListener("close", stay);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  const timer = setInterval(tick, 1000);
}
