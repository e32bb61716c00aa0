// Loads the script panel, `script-panel.js`, when it is first shown, and then passes it the events of the script. Loads
// the serial terminal, `serial-terminal.js`, when it is first opened, and the firmware panel, `firmware-panel.js`, when it
// is first shown.
(() => {
  "use strict";

  // `web/panel/isolation.js` sets this key before it reloads the page, so that the panel is opened again.
  const REOPEN_KEY = "pinscope-reopen";

  const LOADING = "The script editor is loading.";
  const LOAD_ERROR = "The script editor could not be loaded. Check your connection and reopen this panel.";

  const FIRMWARE_LOAD_ERROR = "The firmware panel could not be loaded. Check your connection and reload the page.";

  let panel;

  async function load() {
    const element = document.getElementById("script");
    showLoading(element);
    try {
      // The interpreter starts while the panel loads. If it fails, the panel shows the reason.
      const prompt = window.pinscope.type("");
      prompt.catch(() => {});
      // The panel imports the terminal, which is named here too so that both load at the same time.
      const [loaded] = await Promise.all([import("./script-panel.js"), import("./terminal.js")]);
      loaded.start(prompt).finally(() => endLoading(element));
      return loaded;
    } catch (error) {
      console.info(`Pinscope: ${error.message}`);
      endLoading(element);
      element.textContent = LOAD_ERROR;
      panel = undefined;
      return null;
    }
  }

  // Until the editor shows the script, a click where it will be gives the panel the focus. Letters that are typed then
  // are no shortcuts (`web/ui/src/shortcuts.rs`), and do not get into a text that is about to be replaced.
  function showLoading(element) {
    element.textContent = LOADING;
    element.dataset.loading = "";
    element.tabIndex = -1;
  }

  function endLoading(element) {
    const hadFocus = document.activeElement === element;
    delete element.dataset.loading;
    element.removeAttribute("tabindex");
    if (hadFocus) {
      element.querySelector(".cm-content")?.focus();
    }
  }

  // The firmware panel, or a promise of it, and the image that ran on the bench that was opened last.
  let firmwarePanel;
  let wantedImage = null;

  window.addEventListener("pinscope:image", async ({ detail }) => {
    wantedImage = detail;
    (await firmwarePanel)?.showWanted(detail);
  });

  window.addEventListener("pinscope:script", async ({ detail }) => {
    if ("shown" in detail) {
      panel ??= load();
    }
    (await panel)?.onScriptEvent(detail);
  });

  // The firmware panel, `firmware-panel.js`, is loaded when its element is first shown.
  function loadFirmwarePanel([{ isIntersecting }], observer) {
    if (isIntersecting) {
      observer.disconnect();
      firmwarePanel = startFirmwarePanel();
    }
  }

  async function startFirmwarePanel() {
    try {
      const loaded = await import("./firmware-panel.js");
      loaded.showWanted(wantedImage);
      return loaded;
    } catch (error) {
      console.info(`Pinscope: ${error.message}`);
      document.getElementById("firmware").textContent = FIRMWARE_LOAD_ERROR;
      return null;
    }
  }

  document.addEventListener("click", async ({ target }) => {
    const opener = target.closest("[data-act='serial']");
    if (opener) {
      try {
        await (await import("./serial-terminal.js")).open(opener.value);
      } catch (error) {
        opener.textContent = `The serial terminal could not be loaded (${error.message}). Check your connection.`;
      }
    }
  });

  window.addEventListener("pinscope:ready", () => {
    new IntersectionObserver(loadFirmwarePanel).observe(document.getElementById("firmware"));
    try {
      if (sessionStorage.getItem(REOPEN_KEY)) {
        sessionStorage.removeItem(REOPEN_KEY);
        document.querySelector("[data-tab='script']").click();
      }
    } catch {
      // Without storage the key was never set.
    }
  }, { once: true });
})();
