// Prints the sizes of the files in the arguments as a JSON list, each compressed by Brotli with Node's defaults: the
// best quality and a window of 22 bits.
const { readFileSync } = require("node:fs");
const { brotliCompressSync } = require("node:zlib");

const files = process.argv.slice(2);
console.log(JSON.stringify(files.map((file) => brotliCompressSync(readFileSync(file)).length)));
