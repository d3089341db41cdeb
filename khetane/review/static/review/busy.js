// While a form is being sent: say so, and keep it from being sent twice.

for (const form of document.querySelectorAll("[data-busy-form]")) {
  form.addEventListener("submit", () => {
    form.querySelector("[data-busy]").hidden = false;
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
  });
}
