// Asks before a form is sent that cannot be undone: <form data-enhance="confirm" data-dialog="ID">.
// Without script the form goes to its own page of confirmation.
export default function confirm(form) {
  const dialog = document.getElementById(form.dataset.dialog);
  let agreed = false;

  form.addEventListener("submit", (event) => {
    if (agreed) return;
    event.preventDefault();
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      agreed = true;
      form.requestSubmit(event.submitter);
    }, { once: true });
  });
}
