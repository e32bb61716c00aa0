// Fills the share dialog of `index.html`: a link to this bench, a snippet for other pages, and a way to start over.
(() => {
  "use strict";

  // Addresses that only this machine can open, and addresses that only machines of the same network can open.
  const THIS_MACHINE = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;
  const THIS_NETWORK =
    /^(10(\.\d+){3}|(192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))(\.\d+){2}|\[f[cde].+\]|.+\.local|[^.:]+)$/;

  const dialog = document.getElementById("share");
  const part = (name) => document.getElementById(`share-${name}`);

  // Returns the place where links to this host work, or "" if they work everywhere.
  function reachOf(host) {
    if (THIS_MACHINE.test(host)) {
      return "on this machine";
    }
    return THIS_NETWORK.test(host) ? "in this network" : "";
  }

  async function fill() {
    const link = await window.pinscope.share();
    const [page, fragment] = link.split("#");
    part("link").value = link;
    part("embed").value = `<iframe src="${page}?embed#${fragment}" title="Pinscope" width="720" height="640"></iframe>`;
    part("length").textContent = link.length;
    part("forgetful").hidden = document.documentElement.dataset.storage !== "unavailable";
    const reach = reachOf(location.hostname);
    part("reach").hidden = !reach;
    part("reach").querySelector("span").textContent = reach;
    copy(part("link"));
  }

  async function copy(field) {
    try {
      await navigator.clipboard.writeText(field.value);
      part("said").textContent = `The ${field.dataset.what} is copied.`;
    } catch {
      field.select();
      part("said").textContent =
        `The browser does not let the page copy. The ${field.dataset.what} is selected: copy it from its field.`;
    }
  }

  // `storage.js` forgets the bench, and the page opens the first example.
  function startOver() {
    window.dispatchEvent(new CustomEvent("pinscope:forget"));
    window.pinscope.open("", "");
    dialog.hidePopover();
  }

  dialog.addEventListener("toggle", ({ newState }) => newState === "open" && fill());
  dialog.addEventListener("click", ({ target }) => {
    if (target.dataset.copies) {
      copy(document.getElementById(target.dataset.copies));
    } else if (target.dataset.act === "start-over") {
      startOver();
    }
  });
  // The title of an embedded page opens the same bench in a page of its own.
  document.getElementById("credit").addEventListener("click", ({ target }) => {
    target.href = location.pathname + location.hash;
  });
})();
