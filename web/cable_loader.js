// Starts the program that speaks to a real board, in its worker.
import init from "./cable.js";

await init();
