// Small comforts over pages that work without them. No text lives here: the page brings its own, in data attributes.

const all = (root, selector) => [...root.querySelectorAll(selector)];
const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, key) => values[key]);

// Show the password, and say when capitals are locked.
function secrets(root) {
  for (const box of all(root, ".secret")) {
    const input = box.querySelector("input");
    const toggle = box.querySelector("button");
    const hint = box.parentElement.querySelector(".hint-caps");
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      toggle.setAttribute("aria-pressed", String(shown));
      input.focus();
    });
    const look = (event) => {
      if (event.getModifierState) hint.hidden = !event.getModifierState("CapsLock");
    };
    input.addEventListener("keydown", look);
    input.addEventListener("keyup", look);
    input.addEventListener("blur", () => { hint.hidden = true; });
    // A password must leave as a password, so that the browser offers to keep it.
    input.form?.addEventListener("submit", () => { input.type = "password"; });
  }
}

// Name, size and picture of a chosen file, and an early word if it cannot do. The server decides.
function uploads(root) {
  for (const box of all(root, ".upload")) {
    const input = box.querySelector("input[type=file]");
    const note = box.parentElement.querySelector(".upload-early");
    input?.addEventListener("change", () => chosen(input, box, note));
  }
}

function chosen(input, box, note) {
  const file = input.files[0];
  box.querySelector("canvas")?.remove();
  const avatar = box.querySelector(".avatar");
  if (avatar) avatar.hidden = false;
  note.classList.remove("is-over");
  note.textContent = "";
  if (!file) return;
  const max = Number(input.dataset.maxBytes || Infinity);
  const mega = (bytes) => Math.max(bytes / 1e6, 0.1).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  const images = (input.accept || "").includes("image/");
  const foreign = images && file.type !== "" && !file.type.startsWith("image/");
  const heavy = file.size > max;
  const pattern = foreign ? note.dataset.foreign : heavy ? note.dataset.heavy : note.dataset.chosen;
  note.textContent = fill(pattern, { name: file.name, size: mega(file.size), max: mega(max) });
  note.classList.toggle("is-over", foreign || heavy);
  if (images && !foreign && !heavy) preview(file, box, avatar);
}

async function preview(file, box, avatar) {
  try {
    const picture = await createImageBitmap(file);
    const side = Math.min(picture.width, picture.height);
    const canvas = Object.assign(document.createElement("canvas"), { className: "avatar", width: 88, height: 88 });
    canvas.setAttribute("aria-hidden", "true");
    canvas.getContext("2d").drawImage(
      picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 88, 88);
    if (avatar) avatar.hidden = true;
    box.prepend(canvas);
  } catch { /* a picture this browser cannot draw (HEIC): the server can */ }
}

// How many signs are written; spoken only once the hand rests.
function counters(root) {
  for (const note of all(root, "[data-counter]")) {
    const input = document.getElementById(note.dataset.counter);
    if (!input) continue;
    const max = Number(note.dataset.max);
    const shown = Object.assign(document.createElement("span"), { ariaHidden: "true" });
    const spoken = Object.assign(document.createElement("span"), { className: "vh", role: "status" });
    let rest;
    const count = (quiet) => {
      const length = [...input.value.replace(/\r\n/g, "\n")].length;
      const over = length > max;
      const number = (value) => value.toLocaleString(document.documentElement.lang);
      shown.textContent = fill(over ? note.dataset.over : note.dataset.left,
        { count: number(over ? length - max : length), max: number(max) });
      note.classList.toggle("is-over", over);
      clearTimeout(rest);
      if (!quiet) rest = setTimeout(() => { spoken.textContent = shown.textContent; }, 1200);
    };
    note.replaceChildren(shown, spoken);
    note.hidden = false;
    input.addEventListener("input", () => count(false));
    count(true);
  }
}

// After a refused form, reading starts at what is to correct.
function focusSummary(root) {
  const summary = root.matches?.(".error-summary") ? root : root.querySelector(".error-summary");
  if (summary && !summary.closest("[data-sample]")) summary.focus();
}

// The current tab of a space is brought into view, sideways only.
function currentTab(root) {
  for (const tab of all(root, ".subnav .wrap > ul > li > a[aria-current]")) {
    const list = tab.closest("ul");
    const [a, b] = [tab.getBoundingClientRect(), list.getBoundingClientRect()];
    list.scrollLeft += a.left - b.left - (b.width - a.width) / 2;
  }
}

// One press, one sending. The lock opens by itself: a second try after a lost connection is a real one.
const BUSY_MS = 8000;
function release(form) {
  delete form.dataset.busy;
  for (const button of all(form, "[aria-busy]")) button.removeAttribute("aria-busy");
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.busy === "no") return;
  if (form.dataset.busy) {
    event.preventDefault();
    return;
  }
  form.dataset.busy = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), BUSY_MS);
});
window.addEventListener("pageshow", () => all(document, "form[data-busy=yes]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form");
  if (form) release(form);
});

// A link to a confirmation page opens it as a dialog; if anything is unusual, it stays a link.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href, { headers: { "X-Requested-With": "dialog" } });
    if (!answer.ok || answer.redirected) throw new Error("not a confirmation");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    open(page.querySelector("[data-dialog-content]"), link);
  } catch {
    location.assign(link.href);
  }
});

function open(content, link) {
  const dialog = Object.assign(document.createElement("dialog"), { className: "dialog" });
  dialog.setAttribute("aria-labelledby", content.getAttribute("aria-labelledby"));
  content.removeAttribute("aria-labelledby");
  dialog.append(content);
  document.body.append(dialog);
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    if (event.target.closest("[data-dialog-close]")) { event.preventDefault(); dialog.close(); }
  });
  enhance(dialog);
  dialog.showModal();
}

// Menus close on Escape and when one clicks elsewhere.
const menus = () => all(document, "details:is(.menu, .account, .tabs)[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

function enhance(root) {
  secrets(root);
  uploads(root);
  counters(root);
  currentTab(root);
  focusSummary(root);
}
enhance(document);
// htmx:load also fires for what is swapped in, once per new element.
document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) enhance(event.target); });

// The offline page (A15), beside the card of the application: that of the programme in which she is. Where the browser
// does not allow it, nothing is lost.
const card = document.querySelector("link[rel=manifest]");
if (card) navigator.serviceWorker?.register(new URL("service-worker.js", card.href)).catch(() => {});
