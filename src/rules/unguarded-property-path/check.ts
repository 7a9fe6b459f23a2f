// Functions that walk along a path of property names (`o = o[key]` in a loop) or merge objects key by key, calling
// themselves, and never ask whether a name is `__proto__`. Syntax alone: whether callers pass on names from outside is not in sight.
import {
  type Check,
  type CheckFinding,
  childByField,
  endOf,
  kindOf,
  kindSet,
  type NodeIndex,
  nextOf,
  nodesOf,
  parentOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

const FUNCTIONS = /^(function_declaration|function_expression|arrow_function|method_definition|generator_function.*)$/;
const LOOPS = /^(while_statement|do_statement|for_statement|for_in_statement)$/;
/** What tells that somebody thought of it. */
const GUARDS = /__proto__|hasOwn|Object\.create\(null\)|propertyIsEnumerable|isSafeKey|isUnsafe/;
const LONGEST_FUNCTION = 6000;
const MOST_HOPS = 40;

const isAssignment = kindSet('assignment_expression');

export const check: Check = ({ tree }) => {
  const found: CheckFinding[] = [];
  for (const node of nodesOf(tree, isAssignment)) {
    if (isStep(tree, node) || isMerge(tree, node)) found.push({ start: startOf(tree, node), end: endOf(tree, node) });
  }
  return found;
};

/** `o = o[key]` or `o = o[key] || …` in a loop, where something is written to `o[…]` as well. */
function isStep(tree: SyntaxTree, assignment: NodeIndex): boolean {
  const target = childByField(tree, assignment, 'left');
  if (kindOf(tree, target) !== 'identifier') return false;
  const lookup = lookupIn(tree, childByField(tree, assignment, 'right'));
  if (lookup < 0) return false;
  const name = textOf(tree, target);
  if (textOf(tree, childByField(tree, lookup, 'object')) !== name) return false;
  const index = childByField(tree, lookup, 'index');
  if (!isName(tree, index)) return false;
  const whole = outermostFunction(tree, assignment);
  const code = whole < 0 ? '' : textOf(tree, whole);
  const isWritten = new RegExp(`(^|[^\\w$.])${escaped(name)}\\[[^\\]]+\\]\\s*=[^=]`).test(code);
  return isRepeated(tree, assignment, textOf(tree, index)) && isWritten && isUnguarded(code);
}

/** The subscript itself, or the left side of `o[key] || {}`. */
function lookupIn(tree: SyntaxTree, value: NodeIndex): NodeIndex {
  if (value < 0) return -1;
  if (kindOf(tree, value) === 'subscript_expression') return value;
  return kindOf(tree, value) === 'binary_expression' ? lookupIn(tree, childByField(tree, value, 'left')) : -1;
}

/** An index that may be any text: no literal and no calculation. */
function isName(tree: SyntaxTree, index: NodeIndex): boolean {
  return (
    index >= 0 && /^(identifier|subscript_expression|call_expression|member_expression)$/.test(kindOf(tree, index))
  );
}

/** In a loop that does not count the index, or in a function handed to `forEach` or `reduce`. */
function isRepeated(tree: SyntaxTree, node: NodeIndex, index: string): boolean {
  let at = parentOf(tree, node);
  for (let hops = 0; at >= 0 && hops < MOST_HOPS; hops++, at = parentOf(tree, at)) {
    const kind = kindOf(tree, at);
    if (LOOPS.test(kind)) return !counts(tree, at, index);
    if (FUNCTIONS.test(kind)) return isCallback(tree, at, index);
  }
  return false;
}

function counts(tree: SyntaxTree, loop: NodeIndex, index: string): boolean {
  const head = textOf(tree, loop).slice(0, 200);
  return new RegExp(`\\b${escaped(index)}\\s*(\\+\\+|--|\\+=|-=)|(\\+\\+|--)${escaped(index)}\\b`).test(head);
}

function isCallback(tree: SyntaxTree, node: NodeIndex, index: string): boolean {
  const call = parentOf(tree, parentOf(tree, node));
  if (call < 0 || kindOf(tree, call) !== 'call_expression') return false;
  const callee = textOf(tree, childByField(tree, call, 'function'));
  if (!/\.(forEach|reduce|each)$/.test(callee)) return false;
  // The second parameter of `forEach` is a position.
  return !new RegExp(`^(function\\s*)?\\(\\s*\\w+\\s*,\\s*${escaped(index)}\\b`).test(textOf(tree, node).slice(0, 200));
}

/** `target[key] = source[key]` in a `for … in` of a function that calls itself. */
function isMerge(tree: SyntaxTree, assignment: NodeIndex): boolean {
  const target = childByField(tree, assignment, 'left');
  if (kindOf(tree, target) !== 'subscript_expression') return false;
  const key = textOf(tree, childByField(tree, target, 'index'));
  const from = lookupIn(tree, childByField(tree, assignment, 'right'));
  if (from < 0 || textOf(tree, childByField(tree, from, 'index')) !== key || !/^[\w$]+$/.test(key)) return false;
  const whole = enclosing(tree, assignment, FUNCTIONS);
  const loop = enclosing(tree, assignment, /^for_in_statement$/);
  if (
    whole < 0 ||
    loop < whole ||
    !new RegExp(`^for\\s*\\(\\s*\\w*\\s*${escaped(key)}\\s+in\\b`).test(textOf(tree, loop).slice(0, 200))
  )
    return false;
  const name = nameOf(tree, whole);
  const code = textOf(tree, whole);
  const callsItself =
    name !== '' &&
    new RegExp(`[^\\w$]${escaped(name)}\\([^;]*\\[${escaped(key)}\\]`).test(code.slice(name.length + 10));
  return callsItself && isUnguarded(code);
}

function nameOf(tree: SyntaxTree, node: NodeIndex): string {
  const own = childByField(tree, node, 'name');
  if (own >= 0) return textOf(tree, own);
  const parent = parentOf(tree, node);
  const holder = kindOf(tree, parent) === 'variable_declarator' ? childByField(tree, parent, 'name') : -1;
  return holder < 0 ? '' : textOf(tree, holder);
}

const isUnguarded = (code: string): boolean => code.length <= LONGEST_FUNCTION && !GUARDS.test(code);

const escaped = (name: string): string => name.replace(/[^\w]/g, (character) => `\\${character}`);

function enclosing(tree: SyntaxTree, node: NodeIndex, kinds: RegExp): NodeIndex {
  let at = parentOf(tree, node);
  for (let hops = 0; at >= 0 && hops < MOST_HOPS; hops++, at = parentOf(tree, at))
    if (kinds.test(kindOf(tree, at))) return at;
  return -1;
}

/** The function around a callback is where the object is written to in the end. */
function outermostFunction(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  let whole = -1;
  for (let at = parentOf(tree, node); at >= 0; at = parentOf(tree, at)) {
    if (!FUNCTIONS.test(kindOf(tree, at))) continue;
    if (nextOf(tree, at) - at > LONGEST_FUNCTION) break;
    whole = at;
  }
  return whole;
}
