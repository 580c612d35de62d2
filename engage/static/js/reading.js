// Walking on from a comment marks it as read: <form data-enhance="reading"> holds the address and the question.
export default function reading(form) {
  let before = null;

  document.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-comment]");
    if (card === before) return;
    if (before && !before.classList.contains("seen")) mark(before);
    before = card ?? before;
  });

  function mark(card) {
    const number = card.id.slice(1);
    const body = new URLSearchParams({ comment: number, question: form.elements.question.value, quiet: "1" });
    const seen = (answer) => { if (answer.ok) card.classList.add("seen"); };
    fetch(form.action, { method: "POST", body }).then(seen, () => {}); // unheard, it stays unread and looks so
  }
}
