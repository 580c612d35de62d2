// Follows a job: asks data-job-url for {done, total, text, is_finished} each second, then loads the page anew.
const EVERY = 1000;
const SLOWEST = 30000;

export default function job(box) {
  if ("finished" in box.dataset) return;
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-job-text]");
  const count = box.querySelector("[data-job-count]");
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  let wait = EVERY;

  function show(state) {
    bar.max = Math.max(state.total, 1);
    bar.value = state.done;
    if (text.textContent !== state.text) text.textContent = state.text;
    count.textContent = count.dataset.count
      .replace("{done}", numbers.format(state.done)).replace("{total}", numbers.format(state.total));
  }

  async function ask() {
    try {
      const answer = await fetch(box.dataset.jobUrl, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const state = await answer.json();
      show(state);
      wait = EVERY;
      if (state.is_finished) return location.reload();
    } catch {
      wait = Math.min(wait * 2, SLOWEST);
    }
    return setTimeout(ask, wait);
  }

  setTimeout(ask, wait);
}
