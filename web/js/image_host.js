// Runs images in the worker of the engine: the program `image` has the processor, and the engine has the board. The
// firmware panel sends requests through a channel and gets answers. The serial line of the image ends at the terminal of
// that panel, or at the page's cable while that is connected.
import init, * as program from "./image.js";

// Real time for which the image runs before the worker receives messages again, in milliseconds.
const TURN_MS = 8;

const ENTER = new TextEncoder().encode("\r");

const CRASHED = "The program that runs the image has stopped because of an error of its own. Start the image again.";

/** Runs images on the board of one engine. `engine` is the object with the exports of the engine's program. */
export class ImageHost {
  #engine;
  #channel = null;
  #cable = null;
  #decoder = new TextDecoder();
  // A message to itself lets an image that is behind real time go on, after the messages that wait.
  #again = new MessageChannel();

  constructor(engine) {
    this.#engine = engine;
    this.#again.port1.onmessage = () => this.turn();
  }

  /** Loads the program. */
  static async load(engine) {
    // The program calls the functions of the engine by this name (`web/image/src/board.rs`).
    globalThis.board = engine;
    await init();
    return new ImageHost(engine);
  }

  /** Connects the panel that listens to the channel with this name, in place of another. */
  connect(name) {
    this.#channel?.close();
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => this.#receive(data);
    this.#send({ connected: true });
  }

  /** Connects a cable to the serial line of the image, in place of the terminal. `null` disconnects it. */
  connectCable(port) {
    this.#cable?.close();
    this.#cable = port;
    if (port) {
      port.onmessage = ({ data }) => this.#engine.image_type(data);
    } else if (this.#engine.runs_image()) {
      // The Enter key makes our firmware send text again, in place of frames.
      this.#engine.image_type(ENTER);
    }
    this.#send({ hasCable: port !== null });
  }

  /** Lets the image run until it has caught up with real time, but only for a while. */
  turn() {
    if (!this.#engine.runs_image()) {
      return;
    }
    const endMs = performance.now() + TURN_MS;
    const isBehind = this.#call(() => {
      while (program.run()) {
        if (performance.now() > endMs) {
          return true;
        }
      }
      return false;
    });
    this.#sendOutput();
    if (isBehind) {
      this.#again.port2.postMessage(null);
    }
  }

  #receive(request) {
    if (request.load) {
      this.#load(request.load, request.fileName);
    } else if (request.step && this.#engine.runs_image()) {
      this.#call(program.step);
      this.#sendOutput();
      this.#sendView();
    } else if (request.stop) {
      this.#stop();
    } else if (request.typed !== undefined) {
      if (!this.#cable) {
        this.#engine.image_type(new TextEncoder().encode(request.typed));
      }
    } else if (request.view) {
      this.#sendView();
    }
  }

  #load(file, fileName) {
    const bytes = new Uint8Array(file);
    const hash = program.hash(bytes);
    const refusal = this.#call(() => program.load(bytes));
    if (refusal === undefined) {
      this.#decoder = new TextDecoder();
      this.#engine.begin_image(fileName, hash);
    }
    this.#send({ loaded: refusal ?? "", hash });
  }

  // A script that has replaced the image goes on.
  #stop() {
    if (this.#engine.runs_image()) {
      this.#engine.stop_image();
    }
    this.#sendView();
  }

  #sendOutput() {
    const bytes = this.#engine.image_printed();
    if (bytes.length > 0 && this.#cable) {
      this.#cable.postMessage(bytes);
    } else if (bytes.length > 0) {
      this.#send({ printed: this.#decoder.decode(bytes, { stream: true }) });
    }
  }

  #sendView() {
    const isRunning = this.#engine.runs_image();
    this.#send({
      view: isRunning && {
        state: program.state(),
        sentence: program.sentence(),
        registers: program.registers(),
        disassembly: program.disassembly(24),
        callStack: program.call_stack(),
      },
    });
  }

  // Calls the program. A program that crashes is a fault of this project, and must not stop the engine.
  #call(work) {
    try {
      return work();
    } catch (error) {
      console.error(error);
      this.#engine.end_script();
      this.#send({ crashed: CRASHED });
      return false;
    }
  }

  #send(message) {
    this.#channel?.postMessage(message);
  }
}
