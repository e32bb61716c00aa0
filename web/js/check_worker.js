// Runs a check in a worker that has an engine of its own, so that the board of the page is untouched.
import * as engine from "./engine.js";
import { Check } from "./python/check.js";

// The engine has no page to which its messages could go.
const post = globalThis.postMessage.bind(globalThis);
const check = new Check({ ...engine });

async function run(request) {
  await check.run(request, (names) => post({ names }), (row) => post({ row }));
  post({ isDone: true });
}

const report = ({ message }) => post({ failure: message });

check.start(engine.default).then(() => {
  globalThis.onmessage = ({ data }) => { run(data).catch(report); };
  post({ isReady: true });
}, report);
