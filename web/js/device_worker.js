// Starts the program that communicates with a physical board, in its worker.
import init from "./device.js";

await init();
