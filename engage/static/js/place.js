// Where in a long list of comments a reader is: in the address, so that whatever is done leads back to it; kept on the
// screen while comments come or go above it.
const SETTLED = 250; // milliseconds without scrolling

export default function stay(list, batches) {
  const pane = list.closest(".pane");
  const bulk = document.getElementById("chosen");
  const start = new URL(location.href).searchParams;
  const cards = () => list.querySelectorAll("[data-comment]");
  let waiting = 0;

  const address = () => new URL(list.dataset.address, location.href);

  function isInSight(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  }

  function focused() {
    const card = document.activeElement.closest("[data-comment]");
    return card && isInSight(card) ? card : null;
  }

  function firstInSight() {
    return batches.find(({ box }) => box.getBoundingClientRect().bottom > 0) ?? batches.at(-1);
  }

  // where the reader is: with the focus, if that can be seen
  function batchInSight() {
    const card = focused();
    return batches.find(({ box }) => box.contains(card)) ?? firstInSight();
  }

  // the comment that has the focus, if it can be seen, else the first that can be seen whole
  function current(isWanted = () => true) {
    if (focused() && isWanted(focused())) return focused();
    const from = batches.indexOf(firstInSight());
    const near = batches.slice(from, from + 2).flatMap(({ box }) => [...box.querySelectorAll("[data-comment]")]);
    return near.find((card) => card.getBoundingClientRect().top >= 0 && isWanted(card)) ?? near.at(-1);
  }

  // what changes above the reader moves nothing under the reader's eyes
  function keep(change) {
    const seen = list.getBoundingClientRect().top < window.innerHeight
      && [...firstInSight().box.querySelectorAll("[data-comment]")].find((card) => card.getBoundingClientRect().bottom > 0);
    const before = seen && seen.getBoundingClientRect().top;
    change();
    if (seen?.isConnected) window.scrollBy({ top: seen.getBoundingClientRect().top - before, behavior: "instant" });
  }

  function remember(isWanted) {
    clearTimeout(waiting);
    const here = batchInSight().box;
    for (const { box } of batches) box.toggleAttribute("data-in-sight", box === here);
    const isAtHead = list.getBoundingClientRect().top > 0 && !focused();
    const card = isAtHead ? null : current(isWanted);
    const found = address();
    if (card) {
      found.searchParams.set("at", card.id.slice(1));
      found.hash = card.id;
    }
    if (found.href !== location.href) history.replaceState(history.state, "", found);
    return `${found.pathname}${found.search}${found.hash}`;
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(remember, SETTLED);
  }

  // whatever is done from here leads back here; what is done to many, to the first that it leaves in its place
  function leadBack(event) {
    const form = event.target;
    if (!pane.contains(form) && !form.closest(".notice, .pane")) return;
    if (form.closest(".batch") || form.method === "get") return;
    const isLeft = (card) => form !== bulk || !card.querySelector("[data-choosing]:checked");
    const here = remember(isLeft);
    if (form.elements.next) form.elements.next.value = here;
  }

  // as far as one has read, not what has come ahead of that; marks are taken back from what is in sight alone
  function markRead({ formData }) {
    const until = batches.indexOf(batchInSight());
    const read = formData.get("act") === "unread" ? [batches[until]] : batches.slice(0, until + 1);
    formData.delete("comment");
    for (const id of read.flatMap(({ ids }) => ids)) formData.append("comment", id);
  }

  function goThere() {
    history.scrollRestoration = "manual";
    const wanted = location.hash.slice(1) || `c${start.get("at") ?? ""}`;
    const card = [...cards()].find(({ id }) => id === wanted);
    if (card && !isInSight(card)) card.scrollIntoView({ block: "start", behavior: "instant" });
    else if (!card && (start.has("at") || start.has("page"))) list.scrollIntoView({ behavior: "instant" });
    if (card) card.focus({ preventScroll: true });
    remember();
  }

  addEventListener("scroll", later, { passive: true });
  addEventListener("pagehide", () => remember());
  document.addEventListener("focusin", later);
  document.addEventListener("submit", leadBack, true);
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href*='next=']");
    if (!link || link.closest(".batch")) return;
    const onward = new URL(link.href);
    onward.searchParams.set("next", remember());
    link.href = onward;
  }, true);
  pane.querySelector(".reading-row")?.addEventListener("formdata", markRead);
  return { address, current, goThere, isInSight, keep };
}
