// Copies the text of the element named by data-target, and says so on the button. Where the browser forbids it,
// the text is chosen, ready to be copied by hand.
export default function copy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const target = document.getElementById(button.dataset.target);
    try {
      await navigator.clipboard.writeText(target.textContent.trim());
      button.textContent = button.dataset.done;
    } catch {
      getSelection().selectAllChildren(target);
    }
  });
}
