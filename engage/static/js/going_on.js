// Comments go on while one reads, however many: <div class="comments" data-enhance="going_on"> with .batch in it takes
// in the next batch (or, where it began in the middle, the one before) ahead of need. Batches far from the screen are
// emptied to their height and filled again on return; never one that holds the focus or anything typed or chosen.
import stay from "./place.js";

const AHEAD = 4; // screens: what is nearer than this is there
const PASSING = 80; // milliseconds
const FAR = "800%"; // of a screen: what is further away is emptied

export default function goingOn(list) {
  const pane = list.closest(".pane");
  const told = pane.querySelector("[data-told]");
  const edges = { before: edge("before"), after: edge("after") };
  const batches = [];
  const place = stay(list, batches);
  let first = Number(list.dataset.first);

  function edge(side) {
    const box = pane.querySelector(`[data-going-on="${side}"]`);
    return { box, side, hasMore: "more" in box.dataset, isAsking: false, hasFailed: false };
  }

  function say(box, state) {
    for (const line of box.querySelectorAll("[data-state]")) line.hidden = line.dataset.state !== state;
  }

  // its room stays while more is to come, so that what it says moves nothing
  function keepRoom({ box, hasMore, hasFailed }) {
    place.keep(() => { box.hidden = !hasMore && !hasFailed; });
  }

  async function ask(wanted) {
    const address = place.address();
    for (const [name, value] of Object.entries(wanted)) address.searchParams.set(name, value);
    list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address);
      if (answer.redirected || !answer.ok) throw new Error(answer.status);
      const theirs = new DOMParser().parseFromString(await answer.text(), "text/html");
      return [...theirs.querySelectorAll("[data-comment]")].map((card) => document.adoptNode(card));
    } finally {
      list.removeAttribute("aria-busy");
    }
  }

  function hold(box) {
    const cards = [...box.querySelectorAll("[data-comment]")];
    const batch = { box, ids: cards.map((card) => card.id.slice(1)), isAway: false, isAsking: false };
    observed.set(box, batch);
    return batch;
  }

  async function grow({ side }) {
    const end = edges[side];
    if (end.isAsking || !end.hasMore) return;
    end.isAsking = true;
    end.hasFailed = false;
    say(end.box, "busy");
    tell();
    const from = side === "after" ? batches.at(-1).ids.at(-1) : batches[0].ids[0];
    try {
      const cards = await ask({ [side]: from });
      end.hasMore = cards.length >= Number(list.dataset.size);
      if (cards.length) add(side, cards);
      say(end.box, "");
    } catch {
      end.hasFailed = true;
      say(end.box, "failed");
    }
    end.isAsking = false;
    keepRoom(end);
    tell();
    if (!end.hasFailed) tend();
  }

  function add(side, cards) {
    const box = document.createElement("div");
    box.className = "batch";
    box.append(...cards);
    place.keep(() => (side === "after" ? list.append(box) : list.prepend(box)));
    const batch = hold(box);
    if (side === "after") batches.push(batch);
    else batches.unshift(batch);
    if (side === "before") first = Math.max(1, first - cards.length);
    number();
    near.observe(box);
    far.observe(box);
  }

  // a reader is told which of how many each comment is, as no page says it
  function number() {
    let at = first;
    for (const { box, ids } of batches) {
      for (const [step, card] of [...box.querySelectorAll("[data-comment]")].entries()) {
        card.setAttribute("aria-posinset", at + step);
        card.setAttribute("aria-setsize", list.dataset.total);
      }
      at += ids.length;
    }
  }

  function isChanged(field) {
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    if (!field.matches("select")) return field.value !== field.defaultValue;
    const unchanged = [...field.options].findIndex((one) => one.defaultSelected);
    return field.options.length > 0 && field.selectedIndex !== Math.max(0, unchanged);
  }

  function holdsWork({ box }) {
    return box.contains(document.activeElement) || [...box.querySelectorAll("input, select, textarea")].some(isChanged);
  }

  function empty(batch) {
    if (batch.isAway || batch.isAsking || holdsWork(batch)) return;
    batch.box.style.blockSize = `${batch.box.getBoundingClientRect().height}px`;
    batch.box.replaceChildren();
    batch.isAway = true;
    batch.box.classList.add("away");
  }

  async function fill(batch) {
    if (!batch.isAway || batch.isAsking) return;
    batch.isAsking = true;
    const line = edges.after.box.cloneNode(true);
    line.hidden = false;
    batch.box.replaceChildren(line);
    say(line, "busy");
    tell();
    line.querySelector("button").addEventListener("click", () => fill(batch));
    const following = batches[batches.indexOf(batch) + 1]?.ids[0];
    try {
      const cards = await ask({ only: [...batch.ids, following].filter(Boolean).join(" ") });
      place.keep(() => {
        batch.box.replaceChildren(...cards);
        batch.box.style.blockSize = "";
        batch.box.classList.remove("away");
      });
      batch.ids = cards.map((card) => card.id.slice(1));
      batch.isAway = false;
      number();
    } catch {
      say(line, "failed");
    }
    batch.isAsking = false;
    tell();
    far.unobserve(batch.box); // asks once more whether the reader has gone on meanwhile
    far.observe(batch.box);
  }

  // only who waits is told: of what comes unseen there is nothing to say
  function tell() {
    const lines = [...pane.querySelectorAll(".going-on:not([hidden]) [data-state]:not([hidden]) .said")];
    const waiting = lines.find((line) => place.isInSight(line));
    const words = waiting ? waiting.textContent : "";
    if (told.textContent !== words) told.textContent = words;
  }

  // at the very top a reader wants what stands there; who has gone past the end wants what stands below
  function tend() {
    const { before, after } = edges;
    const { top, bottom } = list.getBoundingClientRect();
    const screen = window.innerHeight;
    const isAtTop = window.scrollY <= 0;
    if (after.hasMore && !after.hasFailed && bottom < screen * (1 + AHEAD) && bottom > 0) grow(after);
    if (before.hasMore && !before.isAsking && !before.hasFailed) {
      say(before.box, isAtTop ? "paused" : "");
      if (!isAtTop && top > -screen * AHEAD) grow(before);
    }
    tell();
  }

  const observed = new WeakMap();
  const near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      const batch = observed.get(target);
      batch.isNear = isIntersecting;
      // what is only passed on the way elsewhere is not asked for
      if (isIntersecting) setTimeout(() => batch.isNear && fill(batch), PASSING);
    }
  }, { rootMargin: `${AHEAD * 100}% 0px` });
  const far = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) if (!isIntersecting) empty(observed.get(target));
  }, { rootMargin: `${FAR} 0px` });

  list.setAttribute("role", "feed");
  list.setAttribute("aria-label", list.dataset.label);
  pane.querySelector(".pager").hidden = true;
  batches.push(hold(list.querySelector(".batch")));
  for (const end of Object.values(edges)) {
    keepRoom(end);
    for (const button of end.box.querySelectorAll("button")) button.addEventListener("click", () => grow(end));
  }
  near.observe(batches[0].box);
  far.observe(batches[0].box);
  number();
  place.goThere();
  let isDue = false;
  addEventListener("scroll", () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => { isDue = false; tend(); });
  }, { passive: true });
  tend();
}
