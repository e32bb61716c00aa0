// Makes the connect dialog of `index.html` work, which connects a physical board in place of the emulated one.
(() => {
  "use strict";

  const dialog = document.getElementById("connect");

  // Browsers let a page ask for a serial port only after a click. The device worker then opens the chosen port.
  async function connect(way) {
    try {
      await (way === "serial" && navigator.serial.requestPort());
      dialog.hidePopover();
      await window.pinscope.connect(way);
    } catch (error) {
      // A connection that is lost later is shown by the page's program.
      document.getElementById("connect-said").textContent = error.message;
    }
  }

  if (!navigator.serial) {
    dialog.querySelector("[data-way=serial]").disabled = true;
    document.getElementById("connect-serial").textContent = "is not available in this browser; Chrome and Edge have it";
  }
  dialog.addEventListener("click", ({ target }) => target.dataset.way && connect(target.dataset.way));
})();
