// What every page does with scripts on; each page also works without.

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

// A failed exchange must not look like nothing happened.
document.addEventListener("htmx:responseError", () => showFailure());
document.addEventListener("htmx:sendError", () => showFailure());

function showFailure() {
  const notice = document.getElementById("exchange-failed");
  if (notice) notice.hidden = false;
}

// Menus made of <details> close on Escape and when the focus or a click goes elsewhere.
const open = () => document.querySelectorAll("details.k-dropdown[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  clearResults();
});

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  if (!event.target.closest(".k-search")) clearResults();
});

function clearResults() {
  const results = document.getElementById("search-results");
  if (results) results.replaceChildren();
}

// After a refused form, readers are taken to the summary of what to mend.
document.querySelector(".k-error-summary")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
