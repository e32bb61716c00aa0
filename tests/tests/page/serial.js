// A serial port with the Web Serial API (https://wicg.github.io/serial/) that is connected to the bridge's board. It
// delivers data in pieces of a few bytes, as real ports do, and rejects calls where the API does.
(() => {
  const CHUNK_BYTES = 7;
  let isPlugged = true;
  let socket = null;
  let incoming = null;

  const rejection = (name, message) => Promise.reject(new DOMException(message, name));

  function receive({ data }) {
    for (let at = 0; at < data.byteLength; at += CHUNK_BYTES) {
      incoming?.enqueue(new Uint8Array(data.slice(at, at + CHUNK_BYTES)));
    }
  }

  const port = {
    readable: null,
    writable: null,

    open(options) {
      port.options = options;
      if (socket) {
        return rejection("InvalidStateError", "The port is already open.");
      }
      return new Promise((opened, failed) => {
        socket = new WebSocket(`${location.origin.replace("http", "ws")}/board`);
        socket.binaryType = "arraybuffer";
        socket.onmessage = receive;
        socket.onerror = () => failed(new DOMException("Failed to open serial port.", "NetworkError"));
        socket.onopen = () => {
          port.readable = new ReadableStream({ start: (controller) => void (incoming = controller) });
          port.writable = new WritableStream({ write: (bytes) => socket.send(bytes) });
          opened();
        };
      });
    },

    // Both streams are cancelled, which fails while a reader or writer still holds a lock.
    async close() {
      if (!socket) {
        return rejection("InvalidStateError", "The port is already closed.");
      }
      await Promise.all([port.readable?.cancel(), port.writable?.abort()]);
      socket.close();
      socket = port.readable = port.writable = incoming = null;
    },
  };

  globalThis.port = port;
  globalThis.isOpen = () => socket !== null;

  globalThis.unplug = () => {
    isPlugged = false;
    socket.onmessage = null;
    incoming.error(new DOMException("The device has been lost.", "NetworkError"));
    [port.readable, incoming] = [null, null];
  };

  globalThis.plugIn = () => {
    isPlugged = true;
  };

  const getPorts = async () => isPlugged ? [port] : [];
  Object.defineProperty(navigator, "serial", { value: { getPorts } });
})();
