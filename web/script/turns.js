// Lets a script be reached while it loops: a call at every turn of a loop. The interpreter has no hook of its own for it.
// Line numbers stay as they are.

const TURN = "__turn__()";

// Statements that cannot follow another on their line.
const COMPOUND = new Set(["async", "class", "def", "for", "try", "while", "with"]);

/** The script, with a call at every turn of its loops. */
export function withTurns(source) {
  const lines = logicalLines(source);
  const edits = [];
  lines.forEach((line, place) => {
    const word = firstWord(source, line);
    if (word === "while") {
      edits.push(...everyTest(source, line, "while"));
    } else if (word === "for") {
      edits.push(...everyItem(source, line, lines[place + 1]));
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

// `while C:` becomes `while __turn__() or (C):`; so does `if`.
function everyTest(source, line, word) {
  const colon = headerEnd(source, line);
  const from = line.start + word.length;
  return colon < 0 ? [] : [{ at: from, insert: ` ${TURN} or (` }, { at: colon, insert: ")" }];
}

// The body of `for` begins with the call.
function everyItem(source, line, next) {
  const colon = headerEnd(source, line);
  if (colon < 0) {
    return [];
  }
  if (source.slice(colon + 1, line.end).replace(/#[^\n]*|\\\r?\n/g, "").trim()) {
    return [{ at: colon + 1, insert: ` ${TURN};` }];
  }
  const word = next ? firstWord(source, next) : "";
  if (!next || COMPOUND.has(word) || source[next.start] === "@") {
    return everyItemByIterator(source, line, colon);
  }
  return word === "if" ? everyTest(source, next, "if") : [{ at: next.start, insert: `${TURN}; ` }];
}

// Where the body cannot begin with it, the iterator makes the call.
function everyItemByIterator(source, line, colon) {
  const before = [...codeOf(source, line.start, colon)].find(({ at, depth }) => depth === 0 && isWord(source, at, "in"));
  return before ? [{ at: before.at + 2, insert: " __turns__((" }, { at: colon, insert: "))" }] : [];
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

// Statements with the lines they go on over, without what is blank or only a comment.
function logicalLines(source) {
  const lines = [];
  let start = -1;
  let end = 0;
  for (const { at, depth, isBreak } of codeOf(source, 0, source.length)) {
    if (isBreak && depth === 0) {
      if (start >= 0) {
        lines.push({ start, end: at });
      }
      start = -1;
    } else if (start < 0 && !/\s/.test(source[at])) {
      start = at;
    }
    end = at;
  }
  if (start >= 0) {
    lines.push({ start, end: end + 1 });
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
