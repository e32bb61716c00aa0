// The connection to the part of the engine's worker that runs images (`web/js/image_host.js`).

// Time after which a request without an answer fails, and after which the worker counts as replaced.
const ANSWER_TIMEOUT_MS = 10_000;

const NO_ANSWER = "The program that runs images could not be loaded. Check your connection and try again.";

/** The host of images. */
export class Host {
  #name = `pinscope image ${crypto.randomUUID()}`;
  #channel = new BroadcastChannel(this.#name);
  // The functions that wait for a message with a certain property, by its name.
  #waiting = new Map();

  /** `onMessage` is called with each message that is not an answer. */
  constructor({ onMessage }) {
    this.#channel.onmessage = ({ data }) => {
      const [found] = [...this.#waiting].filter(([property]) => property in data);
      if (found) {
        this.#waiting.delete(found[0]);
        found[1](data);
      } else {
        onMessage(data);
      }
    };
  }

  /** Sends a request that needs no answer. Without a host it is lost. */
  send(request) {
    this.#channel.postMessage(request);
  }

  /** Sends a request to a host that listens, and returns the answer, which has this property. */
  async ask(request, property) {
    // The engine's worker may have been replaced since the last request, so the host is connected each time.
    const connected = this.#waitFor("connected");
    // This is a call of `window.pinscope` that is for this panel alone, so nothing waits for its answer.
    const call = { id: -1, name: "firmware", args: [this.#name] };
    window.dispatchEvent(new CustomEvent("pinscope:call", { detail: call }));
    await connected;
    const answer = this.#waitFor(property);
    this.send(request);
    return answer;
  }

  #waitFor(property) {
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => {
        this.#waiting.delete(property);
        reject(new Error(NO_ANSWER));
      }, ANSWER_TIMEOUT_MS);
      this.#waiting.set(property, (message) => {
        clearTimeout(timeout);
        resolve(message);
      });
    });
  }
}
