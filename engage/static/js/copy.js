// Copies the text of the element named by data-target, and says so on the button.
export default function copy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.target).textContent.trim());
    button.textContent = button.dataset.done;
  });
}
