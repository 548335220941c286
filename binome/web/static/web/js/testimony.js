// Comforts of a testimony: the camera in one press, how far the sending is, an image taken from the video.
// The page works without any of it.

// On a telephone, a press opens the camera that faces her.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-record] button");
  if (!button) return;
  const input = button.form.querySelector("input[type=file]");
  input.setAttribute("capture", "user");
  input.click();
  input.removeAttribute("capture");
});

function prepare() {
  const touch = matchMedia("(pointer: coarse)").matches;
  for (const box of document.querySelectorAll("[data-record]")) box.hidden = !touch;
  for (const box of document.querySelectorAll("[data-frame]")) box.hidden = false;
}
prepare();
document.addEventListener("htmx:load", prepare);

// How far the sending is; then the server looks at the video.
document.addEventListener("htmx:xhr:progress", (event) => {
  const box = event.target.closest("[data-upload]")?.querySelector("[data-progress]");
  if (!box || !event.detail.lengthComputable) return;
  const part = Math.round((100 * event.detail.loaded) / event.detail.total);
  const label = box.querySelector("label");
  box.hidden = false;
  box.querySelector("progress").value = part;
  label.textContent = part < 100 ? `${label.dataset.sending} ${part} %` : label.dataset.checking;
});

// A refused video comes back with its sentence.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) Object.assign(event.detail, { shouldSwap: true, isError: false });
});

// The image on the screen becomes the one that presents the video.
document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-frame]");
  if (!box) return;
  const video = document.querySelector("video.player");
  const input = document.querySelector(`input[name=${box.dataset.frame}]`);
  if (!video.videoWidth) return;
  const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  canvas.toBlob((blob) => {
    const files = new DataTransfer();
    files.items.add(new File([blob], "image.jpg", { type: "image/jpeg" }));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }, "image/jpeg", 0.9);
});
