// Comments go on while one reads: <div class="comments" data-enhance="going_on"> takes in the next page before its end
// is reached, up to MOST pages, so that what stands below can be reached, too; then the pager leads on, as without script.
const MOST = 8;
const AHEAD = "1500px"; // how far below the screen the end may be when more is asked for

export default function goingOn(list) {
  const pane = list.closest(".pane");
  const pager = pane.querySelector(".pager");
  if (!pager) return;
  let pages = 1;

  const nextLink = () => pager.querySelector("[rel=next]");

  async function takeIn() {
    end.disconnect();
    const answer = await fetch(nextLink().href);
    if (answer.redirected || !answer.ok) return; // the pager's link says why
    const theirs = new DOMParser().parseFromString(await answer.text(), "text/html");
    take(theirs, ".comments > *", list);
    take(theirs, ".reading-row [name=comment]", pane.querySelector(".reading-row"));
    pager.querySelector(".num").textContent = theirs.querySelector(".pager .num").textContent;
    const link = theirs.querySelector(".pager [rel=next]");
    if (link) nextLink().href = link.href;
    else nextLink().closest("li").remove();
    pages += 1;
    if (link && pages < MOST) end.observe(pager);
  }

  function take(theirs, selector, place) {
    for (const found of theirs.querySelectorAll(selector)) place.append(document.adoptNode(found));
  }

  const end = new IntersectionObserver(([seen]) => seen.isIntersecting && takeIn(), { rootMargin: AHEAD });
  if (nextLink()) end.observe(pager);
}
