// A theme's page says every 15 seconds that it is open, and shows who else is there and what they have changed since
// (data-here answers {text, changes}); it says data-left when it is closed. Without script the line stands as it was.
const EVERY = 15000;
const SLOWEST = 120000;

export default function presence(box) {
  const line = box.querySelector("[data-company]");
  const changed = box.querySelector("[data-changed]");
  const changes = box.querySelector("[data-changes]");
  let wait = EVERY;
  let timer = 0;

  async function say() {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      try {
        const body = new URLSearchParams({ version: box.dataset.version });
        const answer = await fetch(box.dataset.here, { method: "POST", body, headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(answer.status);
        show(await answer.json());
        wait = EVERY;
      } catch {
        wait = Math.min(wait * 2, SLOWEST);
      }
    }
    timer = setTimeout(say, wait);
  }

  function show(state) {
    if (line.textContent !== state.text) line.textContent = state.text;
    const words = state.changes.join(" ");
    if (changes.textContent === words) return;
    changes.textContent = words;
    changed.hidden = !words;
  }

  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") say(); });
  addEventListener("pagehide", () => navigator.sendBeacon(box.dataset.left));
  say();
}
