// Finds what a script does and a WiPy cannot do, as far as the text shows it: floats, `async`, new objects in the handlers
// of interrupts, and what its timers cannot do.

import { pythonLanguage } from "@codemirror/lang-python";

const NO_FLOATS = "no floats";
const NO_ASYNC = "no async and no await";
const NO_MEMORY = "no memory in handlers";
const NO_MATCH = "its timers have no interrupt for Timer.MATCH, so the handler is never called";
// The output of PWM at each end of the range.
const NOT_FLAT = {
  0: "its timers make no flat line at duty cycle 0, but a pulse of one tick in each period",
  10000: "its timers make no flat line at duty cycle 10000, but a gap in each period",
};

// Nodes of the syntax tree that make an object, each with its name.
const NEW_OBJECTS = {
  ArrayComprehensionExpression: "list", ArrayExpression: "list", ComprehensionExpression: "generator",
  DictionaryComprehensionExpression: "dict", DictionaryExpression: "dict", FormatString: "string",
  LambdaExpression: "function", SetComprehensionExpression: "set", SetExpression: "set",
};
// Functions and methods that make an object or let one grow.
const ALLOCATING_CALLS = /^(append|bytearray|bytes|dict|extend|format|insert|join|list|set|str|tuple)$/;

/**
 * Returns the lines of a script with which a WiPy would fail, each as `{ line, reason }` with the line counted from 1.
 */
export function findRemarks(script) {
  const tree = pythonLanguage.parser.parse(script);
  const textOf = ({ from, to }) => script.slice(from, to);
  const handlers = findHandlers(tree, textOf);
  const remarks = new Map();
  const lineOf = lineCounter(script);
  let handlerEnd = -1;
  tree.iterate({
    enter: ({ node }) => {
      const line = lineOf(node.from);
      const isInHandler = node.from < handlerEnd;
      const reason = floatRemark(node, textOf) ?? asyncRemark(node) ?? timerRemark(node, textOf)
        ?? (isInHandler ? memoryRemark(node, textOf) : null);
      if (reason && !remarks.has(line)) {
        remarks.set(line, reason);
      }
      if (!isInHandler && isHandler(node, handlers, textOf)) {
        handlerEnd = node.to;
      }
    },
  });
  return [...remarks].map(([line, reason]) => ({ line, reason }));
}

// Returns the functions that the script gives as `handler=`: their names, and the positions of lambdas.
function findHandlers(tree, textOf) {
  const names = new Set();
  const lambdas = new Set();
  tree.iterate({
    enter: ({ name, node }) => {
      const value = name === "VariableName" && textOf(node) === "handler" && node.nextSibling?.nextSibling;
      if (!value || node.parent.name !== "ArgList") {
        return;
      }
      if (value.name === "LambdaExpression") {
        lambdas.add(value.from);
      } else {
        names.add(textOf(value.getChild("PropertyName") ?? value));
      }
    },
  });
  return { names, lambdas };
}

function isHandler(node, { names, lambdas }, textOf) {
  const name = node.name === "FunctionDefinition" && node.getChild("VariableName");
  return name ? names.has(textOf(name)) : node.name === "LambdaExpression" && lambdas.has(node.from);
}

function floatRemark(node, textOf) {
  const text = textOf(node);
  const isFloat = {
    Number: () => !/^0[box]/i.test(text) && /[.ej]/i.test(text),
    ArithOp: () => text === "/",
    UpdateOp: () => text === "/=",
    VariableName: () => text === "float" || text === "math",
  };
  return isFloat[node.name]?.() ? `${NO_FLOATS} (${text})` : null;
}

function asyncRemark({ name }) {
  return name === "async" || name === "await" ? NO_ASYNC : null;
}

function timerRemark(node, textOf) {
  if (node.name === "MemberExpression" && /(^|\.)Timer\.MATCH$/.test(textOf(node))) {
    return NO_MATCH;
  }
  const isSetting = node.name === "VariableName" && textOf(node) === "duty_cycle" && node.parent.name === "ArgList";
  const isMethod = node.name === "PropertyName" && textOf(node) === "duty_cycle";
  const duty = isSetting ? node.nextSibling?.nextSibling : isMethod && node.parent.nextSibling?.getChild("Number");
  return duty ? NOT_FLAT[textOf(duty)] ?? null : null;
}

function memoryRemark(node, textOf) {
  const kind = NEW_OBJECTS[node.name] ?? (isNewString(node, textOf) ? "string" : null);
  if (kind) {
    return `${NO_MEMORY} (a new ${kind})`;
  }
  const called = node.name === "CallExpression" && node.firstChild;
  const name = called && textOf(called.getChild("PropertyName") ?? called);
  return name && ALLOCATING_CALLS.test(name) ? `${NO_MEMORY} (${name})` : null;
}

// Returns whether a node is `"…" % …`.
function isNewString(node, textOf) {
  const operator = node.name === "BinaryExpression" && node.getChild("ArithOp");
  return operator && textOf(operator) === "%" && node.firstChild.name === "String";
}

// Returns a function that gives the line of a position, counted from 1. Positions have to come in ascending order.
function lineCounter(text) {
  let line = 1;
  let counted = 0;
  return (position) => {
    line += text.slice(counted, position).split("\n").length - 1;
    counted = position;
    return line;
  };
}
