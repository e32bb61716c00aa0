// Rewrites a script before it runs, so that each of its statements and each turn of its loops takes simulated time, can
// be interrupted, and is known by its line.
//
// Each statement is preceded by `__statement__(LINE) and __service__()`, and each turn of a loop by the same with
// `__turn__`. `lib/_bootstrap.py` defines these functions. MicroPython itself has no hook for them. No insertion contains
// a line break, so every line keeps its number. The lines of `def`, `class` and `try` are not preceded by anything,
// because nothing can stand before them on their line.

import { parser } from "@lezer/python";

const COMPOUND_STATEMENTS = new Set([
  "IfStatement", "WhileStatement", "ForStatement", "TryStatement", "WithStatement", "FunctionDefinition",
  "ClassDefinition", "DecoratedStatement", "MatchStatement",
]);

/**
 * Returns the instrumented script as `text`, and as `functionLines` a map from the name of each function to the line of
 * its `def`. The text for a script that is not Python is not Python either. Lines are counted from `firstLine`.
 */
export function instrument(script, firstLine = 1) {
  // MicroPython reads these line breaks in the same way.
  const source = script.replaceAll(/\r\n?/g, "\n");
  const { insertions, functionLines } = survey(source, firstLine);
  return { text: insertInto(source, insertions), functionLines };
}

// Returns the insertions as `{ at, text }`, where `at` is a position in `source`, and the lines of the functions.
function survey(source, firstLine) {
  const insertions = [];
  const functionLines = new Map();
  const insert = (at, text) => insertions.push({ at, text });
  const lineOf = lineCounter(source, firstLine);
  const tree = parser.parse(source);
  const isCertain = !hasErrors(tree);
  tree.iterate({
    enter: ({ name, type, node }) => {
      const line = lineOf(node);
      if (name === "WhileStatement") {
        instrumentCondition(node, "while", `__turn__(${line})`, insert);
      } else if (name === "IfStatement") {
        instrumentCondition(node, "if", `__statement__(${line})`, insert);
      } else if (name === "ForStatement") {
        instrumentFor(node, line, insert);
      } else if (name === "FunctionDefinition") {
        const { from, to } = node.getChild("VariableName") ?? node;
        functionLines.set(source.slice(from, to), line);
      } else if (type.is("Statement") && isSimple(node) && (isCertain || beginsLine(source, node))) {
        isFutureImport(source, node) || insert(node.from, `__statement__(${line}) and __service__(); `);
      }
    },
  });
  return { insertions, functionLines };
}

// Returns whether the parser has met Python that it does not know, such as `with a() as (b, c):`. Then it considers a
// part of the rest of the line to be a statement, so only at the beginning of a line can another be inserted for certain.
function hasErrors(tree) {
  let isFound = false;
  tree.iterate({ enter: ({ type }) => { isFound ||= type.isError; } });
  return isFound;
}

// Such an import has to be the first statement.
function isFutureImport(source, statement) {
  return source.startsWith("from __future__", statement.from);
}

// `if C:` becomes `if (__statement__(N) and __service__()) or (C):`, since `__service__` returns None.
function instrumentCondition(statement, keyword, call, insert) {
  const body = bodyOf(statement);
  const { to, nextSibling: condition } = statement.getChild(keyword);
  if (body && condition.from < body.from) {
    insert(to, ` (${call} and __service__()) or (`);
    insert(body.from, ")");
  }
}

// The iterable of `for X in Y:` is a statement, and the body begins with the turn. Where a compound statement comes first
// in the body, which cannot follow another statement on its line, the iterator makes the turn.
function instrumentFor(loop, line, insert) {
  const body = bodyOf(loop);
  const first = body?.getChild("Statement");
  // An `async for` is left as it is, since a script has no event loop to run it.
  if (!first || loop.firstChild.name !== "for") {
    return;
  }
  const statement = `(__statement__(${line}) and __service__()) or`;
  // Several statements on one line are simple ones.
  if (isSimple(first) || first.name === "StatementGroup") {
    insert(loop.getChild("in").to, ` ${statement} (`);
    insert(body.from, ")");
    insert(first.from, `__turn__(${line}) and __service__(); `);
  } else {
    insert(loop.getChild("in").to, ` __turns__(${line}, ${statement} (`);
    insert(body.from, "))");
  }
}

// Returns the first body of a compound statement, or null if it does not begin with a colon. The parser finds such
// bodies in text that is not Python.
function bodyOf(statement) {
  const body = statement.getChild("Body");
  return body?.firstChild?.name === ":" ? body : null;
}

// Returns whether a statement is simple. Simple statements on one line are members of a group, which is none itself.
function isSimple(statement) {
  return !COMPOUND_STATEMENTS.has(statement.name) && statement.name !== "StatementGroup";
}

// Returns whether a statement is the first on its line.
function beginsLine(source, { from }) {
  let at = from;
  while (source[at - 1] === " " || source[at - 1] === "\t") {
    at -= 1;
  }
  return at === 0 || source[at - 1] === "\n" && source[at - 2] !== "\\";
}

// Returns a function that gives the line of a node. Nodes have to come in the order of the text.
function lineCounter(source, firstLine) {
  let line = firstLine;
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
