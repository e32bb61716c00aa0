// Rewrites a script before it runs, so that its loops can be interrupted and the page knows on which line it waits.
//
// Each turn of a loop calls `__turn__`. Each line that begins with a simple statement that contains a call first stores
// its number in `__at__`. Both are defined in `lib/_bootstrap.py`. MicroPython itself has no hook for either. No
// insertion contains a line break, so every line keeps its number.

import { parser } from "@lezer/python";

const COMPOUND_STATEMENTS = new Set([
  "IfStatement", "WhileStatement", "ForStatement", "TryStatement", "WithStatement", "FunctionDefinition",
  "ClassDefinition", "DecoratedStatement", "MatchStatement",
]);

/** Returns the instrumented script. The result for text that is not Python is not Python either. */
export function instrument(script) {
  // MicroPython reads these line breaks in the same way.
  const source = script.replaceAll(/\r\n?/g, "\n");
  return insertInto(source, insertionsFor(source));
}

// Returns the insertions as `{ at, text }`, where `at` is a position in `source`.
function insertionsFor(source) {
  const insertions = [];
  const insert = (at, text) => insertions.push({ at, text });
  const lineOf = lineCounter(source);
  parser.parse(source).iterate({
    enter: ({ name, type, node }) => {
      if (name === "WhileStatement") {
        instrumentCondition(node, "while", lineOf(node), insert);
      } else if (name === "ForStatement") {
        instrumentFor(node, lineOf(node), insert);
      } else if (type.is("Statement") && isSimple(node) && beginsLine(source, node) && containsCall(node)) {
        insert(node.from, `__at__[0]=${lineOf(node)}; `);
      }
    },
  });
  return insertions;
}

// `while C:` becomes `while __turn__(N) or (C):`. An `if` at the beginning of a loop's body is changed in the same way.
function instrumentCondition(statement, keyword, line, insert) {
  const body = bodyOf(statement);
  const { to, nextSibling: condition } = statement.getChild(keyword);
  if (body && condition.from < body.from) {
    insert(to, ` __turn__(${line}) or (`);
    insert(body.from, ")");
  }
}

// The body of `for` begins with the call of `__turn__`. Where a compound statement comes first, which cannot follow
// another statement on its line, the iterator makes the call: `for X in __turns__(N, (Y)):`.
function instrumentFor(loop, line, insert) {
  const body = bodyOf(loop);
  const first = body?.getChild("Statement");
  // An `async for` is left as it is, since a script has no event loop to run it.
  if (!first || loop.firstChild.name !== "for") {
    return;
  }
  if (first.name === "IfStatement") {
    instrumentCondition(first, "if", line, insert);
  } else if (isSimple(first)) {
    insert(first.from, `__turn__(${line}); `);
  } else {
    insert(loop.getChild("in").to, ` __turns__(${line}, (`);
    insert(body.from, "))");
  }
}

// Returns the first body of a compound statement, or null if it does not begin with a colon. The parser finds such
// bodies in text that is not Python.
function bodyOf(statement) {
  const body = statement.getChild("Body");
  return body?.firstChild?.name === ":" ? body : null;
}

// Returns whether a statement is simple. Simple statements on one line form a group, and only the group counts as one.
function isSimple(statement) {
  return !COMPOUND_STATEMENTS.has(statement.name) && statement.parent.name !== "StatementGroup";
}

// Returns whether a statement is the first on its line. Only there can another statement certainly be inserted: where
// the parser meets Python that it does not know, such as `with a() as (b, c):`, it considers a part of the rest of the
// line to be a statement.
function beginsLine(source, { from }) {
  let at = from;
  while (source[at - 1] === " " || source[at - 1] === "\t") {
    at -= 1;
  }
  return at === 0 || source[at - 1] === "\n" && source[at - 2] !== "\\";
}

function containsCall(statement) {
  const cursor = statement.cursor();
  while (cursor.next() && cursor.from < statement.to) {
    if (cursor.name === "CallExpression") {
      return true;
    }
  }
  return false;
}

// Returns a function that gives the line of a node, counted from 1. Nodes have to come in the order of the text.
function lineCounter(source) {
  let line = 1;
  let counted = 0;
  return ({ from }) => {
    line += source.slice(counted, from).split("\n").length - 1;
    counted = from;
    return line;
  };
}

function insertInto(source, insertions) {
  let text = "";
  let copied = 0;
  // The sort is stable: insertions at one position keep their order.
  for (const { at, text: inserted } of insertions.sort((a, b) => a.at - b.at)) {
    text += source.slice(copied, at) + inserted;
    copied = at;
  }
  return text + source.slice(copied);
}
