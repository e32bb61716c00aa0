// Starts the program that talks to a physical board, in its worker.
import init from "./cable.js";

await init();
