// Buttons of passkeys appear where the browser knows them; what went wrong is said in the page's own words.
for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = !window.PublicKeyCredential;
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const note = document.querySelector("[data-passkey-error]");
  note.hidden = false;
  note.querySelector("p").textContent = note.dataset.passkeyError;
});
