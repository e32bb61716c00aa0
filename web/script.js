// The script panel, `script-panel.js`: loaded when it is first shown, and told from then on what is new of the script.
(() => {
  "use strict";

  // What the panel notes before it reloads the page, so that it is open again.
  const REOPEN = "pinscope-reopen";

  const MISSING = "What edits and runs scripts did not load. Check the connection, and open this panel again.";

  let panel;

  async function load() {
    try {
      // The interpreter starts while the panel loads, which says why if there is none.
      const prompt = window.pinscope.type("");
      prompt.catch(() => {});
      const panel = await import("./script-panel.js");
      await panel.begin(prompt);
      return panel;
    } catch (error) {
      console.info(`Pinscope: ${error.message}`);
      document.getElementById("script").textContent = MISSING;
      panel = undefined;
      return null;
    }
  }

  window.addEventListener("pinscope:script", async ({ detail }) => {
    // A page within another shows no panels.
    if ("shown" in detail && !document.documentElement.classList.contains("embed")) {
      panel ??= load();
    }
    (await panel)?.hear(detail);
  });

  window.addEventListener("pinscope:ready", () => {
    try {
      if (sessionStorage.getItem(REOPEN)) {
        sessionStorage.removeItem(REOPEN);
        document.querySelector("[data-tab='script']").click();
      }
    } catch {
      // Without storage nothing was noted.
    }
  }, { once: true });
})();
