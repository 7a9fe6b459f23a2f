// Calls of functions in the file that their parameters cannot take.
import {
  type Argument,
  type Check,
  type CheckFinding,
  calleeOf,
  type Expression,
  type FunctionDefinition,
  kindOf,
  lineOf,
  rangeOf,
  type SyntaxTree,
  sightingsOf,
  startOf,
  textOf,
  wordsInFile,
} from '../../analysis-engine/index.ts';

/** Reports the call. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if (language !== 'python' && language !== 'javascript') return findings;
  const reading = new Map<FunctionDefinition, boolean>();
  for (const sighting of sightingsOf(program, 'call')) {
    const given = sighting.item.arguments;
    if (given.some(({ spread }) => spread !== 'none')) continue;
    if (
      !/^call/.test(kindOf(tree, sighting.item.node)) ||
      startOf(tree, sighting.item.callee.node) !== startOf(tree, sighting.item.node)
    )
      continue;
    const callee = calleeOf(program, sighting);
    // What makes the class itself and what makes an object of it have one name.
    if (callee === null || callee.name === '__new__' || callee.annotations.length > 0) continue;
    // What a getter gives is called, not the getter; and a comment may say that somebody knows.
    if (callee.accessor !== 'none' || isKnown(tree, rangeOf(tree, sighting.item.node).end)) continue;
    const isMethodCall = sighting.item.callee.kind === 'member';
    // A method that does nothing or only throws stands for those of other classes.
    const isPlaceholder = callee.body.every(({ kind }) => kind === 'throw');
    if (isPlaceholder && (isMethodCall || callee.body.length > 0)) continue;
    // `Class.method(object, …)` and `cls.method(object, …)` hand the object over themselves.
    if (language === 'python' && isMethodCall && isOfClass(sighting.item.callee) && !isMadeByClass(callee)) continue;
    const message =
      language === 'python'
        ? pythonMismatch(callee, given, isMethodCall)
        : javascriptMismatch(callee, given, () => readsAll(tree, callee, reading));
    // What is dropped does no harm by itself; what Python is given too much or too little is an error when it runs.
    const atMost =
      language === 'javascript' || ASKS_FOR_SIGNATURE.test(beforeIt(tree, sighting.item.node))
        ? ({ atMost: 'low' } as const)
        : {};
    if (message !== null && !(isMethodCall && isSetAnew(tree, callee.name))) {
      const said = `${message} It is defined in line ${lineOf(tree, callee.node)} as \`${signatureOf(tree, callee)}\`.`;
      findings.push({ ...rangeOf(tree, sighting.item.node), message: said, ...atMost });
    }
  }
  return findings;
};

const LONGEST_SHOWN = 100;
const LONGEST_REST = 300;

/** The first line of the function, without what it is called with being hidden in the next ones. */
function signatureOf(tree: SyntaxTree, { node, parameters, name }: FunctionDefinition): string {
  const [line] = textOf(tree, node).split('\n', 1);
  if (/\)|=>/.test(line) && line.length <= LONGEST_SHOWN) return line.replace(/\s*[:{]?\s*$/, '');
  return `${name}(${parameters.map((each) => each.name).join(', ')})`.slice(0, LONGEST_SHOWN);
}

/** The function takes whatever it is given; each is looked at once, however often it is called. */
function readsAll(tree: SyntaxTree, callee: FunctionDefinition, known: Map<FunctionDefinition, boolean>): boolean {
  const reads = known.get(callee) ?? /\barguments\b/.test(textOf(tree, callee.node));
  known.set(callee, reads);
  return reads;
}

/** `scale = staticmethod(scale)`, `self.scale = …`: what is called is not the function as it is written. */
function isSetAnew(tree: SyntaxTree, name: string): boolean {
  return wordsInFile(tree, MADE_METHODS).has(name) || wordsInFile(tree, SET_ANEW).has(name);
}

const MADE_METHODS = /method\((\w+)\)/g;
const SET_ANEW = /\b(?:self|this|cls)\.([\w$]+)\s*=[^=]/g;

/** What stands before the call asks how many arguments the function takes, which a subclass may define anew. */
const ASKS_FOR_SIGNATURE =
  /\bgetfullargspec\b|\bgetargspec\b|\binspect\.signature\b|\bco_argcount\b|\bexcept TypeError\b/;
const LINES_BEFORE = 600;

function beforeIt(tree: SyntaxTree, node: number): string {
  const start = startOf(tree, node);
  return tree.source.slice(Math.max(0, start - LINES_BEFORE), start);
}

function isOfClass(callee: Expression): boolean {
  if (callee.kind !== 'member') return false;
  const { object } = callee;
  return object.kind === 'variable' && /^(?:cls|[A-Z]\w*)$/.test(object.variable.name);
}

/** Static methods and those of the class take what they are given. */
const isMadeByClass = ({ receiver, parameters }: FunctionDefinition): boolean =>
  receiver !== 'first' || parameters[0]?.name === 'cls';

/** `# type: ignore` at the end of the line. */
function isKnown({ source }: SyntaxTree, end: number): boolean {
  return /^[^\n]*#\s*type:\s*ignore/.test(source.slice(end, end + LONGEST_REST));
}

function javascriptMismatch(
  callee: FunctionDefinition,
  given: readonly Argument[],
  readsAll: () => boolean,
): string | null {
  const { parameters } = callee;
  if (given.length <= parameters.length || parameters.some(({ kind }) => kind === 'rest') || readsAll()) return null;
  return `${called(callee)} takes ${parameters.length} arguments, but gets ${given.length}: the rest is dropped.`;
}

const called = ({ name }: FunctionDefinition): string => (name === '' ? 'This function' : `\`${name}\``);

function pythonMismatch(callee: FunctionDefinition, given: readonly Argument[], isMethodCall: boolean): string | null {
  const all = callee.receiver === 'first' && isMethodCall ? callee.parameters.slice(1) : callee.parameters;
  const plain = all.filter(({ kind }) => kind === 'plain');
  const positional = given.filter(({ name }) => name === null);
  const hasRest = all.some(({ kind }) => kind === 'rest');
  if (positional.length > plain.length && !hasRest) {
    return `${called(callee)} takes ${plain.length} positional arguments, but gets ${positional.length}.`;
  }
  const named = new Set(given.flatMap(({ name }) => name ?? []));
  const stray = [...named].find((name) => !all.some((parameter) => parameter.name === name));
  if (stray !== undefined && !all.some(({ kind }) => kind === 'keywords'))
    return `${called(callee)} has no parameter \`${stray}\`.`;
  const missing = all.find(({ kind, name, fallback }) => {
    if (fallback !== null || kind === 'rest' || kind === 'keywords' || named.has(name)) return false;
    const position = plain.findIndex((parameter) => parameter.name === name);
    return kind === 'keyword-only' || position >= positional.length;
  });
  return missing === undefined ? null : `\`${callee.name}\` needs an argument for \`${missing.name}\`.`;
}
