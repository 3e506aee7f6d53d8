// A file can be dropped, and it is seen how much of it is sent. Without this the form sends it all the same.
(() => {
  "use strict";

  const tell = (form, words) => {
    const told = form.querySelector("[data-told]");
    told.textContent = words;
    told.hidden = words === "";
  };

  const tooLarge = (form, file) => {
    const most = Number(form.dataset.limit);
    const found = file !== undefined && file.size > most;
    tell(form, found ? form.dataset.tooLarge : "");
    return found;
  };

  // The page that was answered takes the place of this one, with what went wrong.
  const show = (answer) => {
    const page = new DOMParser().parseFromString(answer, "text/html");
    const main = page.getElementById("main");
    if (main === null) return false;
    document.getElementById("main").replaceWith(main);
    begin();
    return true;
  };

  const send = (form) => {
    const sending = form.querySelector("[data-sending]");
    const button = form.querySelector("button");
    const broken = () => {
      sending.hidden = true;
      button.disabled = false;
      tell(form, form.dataset.broken);
    };
    const asked = new XMLHttpRequest();
    asked.open("POST", form.action);
    asked.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) sending.firstElementChild.value = event.loaded / event.total;
    });
    asked.addEventListener("load", () => {
      if (asked.status < 400) window.location.assign(asked.responseURL);
      else if (!show(asked.responseText)) broken();
    });
    asked.addEventListener("error", broken);
    asked.addEventListener("abort", broken);
    sending.hidden = false;
    button.disabled = true;
    asked.send(new FormData(form));
  };

  const enliven = (form) => {
    const input = form.querySelector("input[type=file]");
    form.querySelector("[data-drop-words]").hidden = false;
    input.addEventListener("change", () => tooLarge(form, input.files[0]));
    for (const name of ["dragenter", "dragover"]) {
      form.addEventListener(name, (event) => {
        event.preventDefault();
        form.classList.add("dw-over");
      });
    }
    form.addEventListener("dragleave", () => form.classList.remove("dw-over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("dw-over");
      if (event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      if (!tooLarge(form, input.files[0])) form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!tooLarge(form, input.files[0])) send(form);
    });
  };

  const begin = () => {
    for (const form of document.querySelectorAll("form[data-file-form]:not([data-alive])")) {
      form.dataset.alive = "";
      enliven(form);
    }
  };

  begin();
})();
