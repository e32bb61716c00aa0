// Lets a script be reached while it loops, by a call at every turn of a loop, and be found where it waits, by a note of
// the line before every statement that calls something. The interpreter has no hook of its own for either.
// Line numbers stay as they are.

const turn = ({ number }) => `__turn__(${number})`;
const note = ({ number }) => `__at__[0]=${number}; `;

// Statements that cannot follow another on their line.
const COMPOUND = new Set(["async", "class", "def", "for", "try", "while", "with"]);
// What goes on with a statement that has begun, and cannot follow another either.
const CLAUSES = new Set(["if", "elif", "else", "except", "finally"]);

/** The script, with a call at every turn of its loops, and its lines noted. */
export function instrument(source) {
  const lines = logicalLines(source);
  const edits = [];
  lines.forEach((line, place) => {
    const word = firstWord(source, line);
    if (word === "while") {
      edits.push(...everyTest(source, line, line, "while"));
    } else if (word === "for") {
      edits.push(...everyItem(source, line, lines[place + 1]));
    } else if (callsOf(source, line, word)) {
      edits.push({ at: line.start, insert: note(line) });
    }
  });
  edits.sort((a, b) => a.at - b.at);
  let text = "", end = 0;
  for (const { at, insert } of edits) {
    text += source.slice(end, at) + insert;
    end = at;
  }
  return text + source.slice(end);
}

// Whether a statement calls something, and can follow another on its line: a decorator cannot, and a text need not.
function callsOf(source, line, word) {
  const canFollow = !COMPOUND.has(word) && !CLAUSES.has(word) && !"@'\"".includes(source[line.start]);
  return canFollow && [...codeOf(source, line.start, line.end)].some(({ at }) => source[at] === "(");
}

// `while C:` becomes `while __turn__(N) or (C):`; so does an `if` that begins the body of `loop`.
function everyTest(source, loop, line, word) {
  const colon = headerEnd(source, line);
  const from = line.start + word.length;
  return colon < 0 ? [] : [{ at: from, insert: ` ${turn(loop)} or (` }, { at: colon, insert: ")" }];
}

// The body of `for` begins with the call.
function everyItem(source, line, next) {
  const colon = headerEnd(source, line);
  if (colon < 0) {
    return [];
  }
  if (source.slice(colon + 1, line.end).replace(/#[^\n]*|\\\r?\n/g, "").trim()) {
    return [{ at: colon + 1, insert: ` ${turn(line)};` }];
  }
  const word = next ? firstWord(source, next) : "";
  if (!next || COMPOUND.has(word) || source[next.start] === "@") {
    return everyItemByIterator(source, line, colon);
  }
  return word === "if" ? everyTest(source, line, next, "if") : [{ at: next.start, insert: `${turn(line)}; ` }];
}

// Where the body cannot begin with it, the iterator makes the call.
function everyItemByIterator(source, line, colon) {
  const before = [...codeOf(source, line.start, colon)].find(({ at, depth }) => depth === 0 && isWord(source, at, "in"));
  return before ? [{ at: before.at + 2, insert: ` __turns__(${line.number}, (` }, { at: colon, insert: "))" }] : [];
}

// The colon that ends the header of a compound statement: not one of a lambda, nor of `:=`.
function headerEnd(source, line) {
  let lambdas = 0;
  for (const { at, depth } of codeOf(source, line.start, line.end)) {
    if (depth === 0 && isWord(source, at, "lambda")) {
      lambdas += 1;
    } else if (depth === 0 && source[at] === ":" && source[at + 1] !== "=") {
      if (lambdas === 0) {
        return at;
      }
      lambdas -= 1;
    }
  }
  return -1;
}

const firstWord = (source, line) => /^\w*/.exec(source.slice(line.start, Math.min(line.end, line.start + 16)))[0];

function isWord(source, at, word) {
  return source.startsWith(word, at) && !/\w/.test(source[at - 1] ?? "") && !/\w/.test(source[at + word.length] ?? "");
}

// Statements with the lines they go on over, without what is blank or only a comment, and the number of their first.
function logicalLines(source) {
  const lines = [];
  let start = -1;
  let end = 0;
  let number = 1;
  let counted = 0;
  const add = (line) => {
    number += source.slice(counted, line.start).split("\n").length - 1;
    counted = line.start;
    lines.push({ ...line, number });
  };
  for (const { at, depth, isBreak } of codeOf(source, 0, source.length)) {
    if (isBreak && depth === 0) {
      if (start >= 0) {
        add({ start, end: at });
      }
      start = -1;
    } else if (start < 0 && !/\s/.test(source[at])) {
      start = at;
    }
    end = at;
  }
  if (start >= 0) {
    add({ start, end: end + 1 });
  }
  return lines;
}

// Every place of code between two, with how many brackets are open there. Strings count as their first place; comments
// and lines that go on do not count at all.
function* codeOf(source, from, to) {
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    const letter = source[at];
    if (letter === "#") {
      while (at + 1 < to && source[at + 1] !== "\n") {
        at += 1;
      }
      continue;
    }
    if (letter === "\\" && /\r?\n/y.test(source.slice(at + 1, at + 3))) {
      at = source.indexOf("\n", at);
      continue;
    }
    if (")]}".includes(letter)) {
      depth = Math.max(0, depth - 1);
    }
    yield { at, depth, isBreak: letter === "\n" };
    if ("([{".includes(letter)) {
      depth += 1;
    } else if (letter === "'" || letter === '"') {
      at = stringEnd(source, at, to);
    }
  }
}

// The last place of the string that begins at `at`.
function stringEnd(source, at, to) {
  const quote = source[at];
  const isLong = source.startsWith(quote.repeat(3), at);
  const end = isLong ? quote.repeat(3) : quote;
  for (let place = at + end.length; place < to; place += 1) {
    if (source[place] === "\\") {
      place += 1;
    } else if (source.startsWith(end, place)) {
      return place + end.length - 1;
    } else if (!isLong && source[place] === "\n") {
      // Not closed: the interpreter will say so.
      return place - 1;
    }
  }
  return to - 1;
}
