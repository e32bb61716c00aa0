// The names of the modules that a script can import, for `help('modules')` and for completions.

export const moduleNames = [
  "array", "binascii", "builtins", "collections", "errno", "gc", "hashlib", "heapq", "io", "json", "machine", "math",
  "micropython", "os", "random", "re", "select", "struct", "sys", "time", "wipy",
];
