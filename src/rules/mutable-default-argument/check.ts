// Defaults that all calls share, in functions that change them or hand them out.
import {
  type Check,
  type CheckFinding,
  type Expression,
  kindOf,
  rangeOf,
  type SyntaxTree,
  textOf,
  type VariableUse,
  variablesOf,
  wordsInFile,
} from '../../analysis-engine/index.ts';

const CONSTRUCTORS = new Set(['list', 'dict', 'set', 'bytearray', 'defaultdict', 'OrderedDict', 'deque']);
const CHANGES = new Set([
  'append',
  'add',
  'update',
  'extend',
  'insert',
  'pop',
  'remove',
  'clear',
  'setdefault',
  'discard',
  'popitem',
  'sort',
  'appendleft',
]);

/** Reports the parameter. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if (language !== 'python') return findings;
  for (const definition of program.functions) {
    for (const { fallback, target, node, name } of definition.parameters) {
      if (
        fallback === null ||
        // such a name says that no caller gives it: it is where the function remembers
        name.startsWith('_') ||
        target.kind !== 'variable' ||
        !isMutable(fallback) ||
        kindOf(tree, fallback.node) === 'tuple'
      )
        continue;
      const use = variablesOf(program, definition)[target.variable.slot];
      const message = `The default value of \`${name}\` is made once and shared by all calls, and this function changes it or gives it away.`;
      // A list of one thing is made to hold it: closures that count have such.
      const isCell = fallback.kind === 'list' && fallback.items.length === 1;
      if (isChanged(use, tree))
        findings.push({
          ...rangeOf(tree, node),
          message,
          ...(isCell || !isChanged(use, tree, true) || isFilledOnce(name, textOf(tree, definition.node))
            ? { atMost: 'low' as const }
            : {}),
        });
    }
  }
  return findings;
};

/** `if not table:` and then it is filled: the function remembers there what it has worked out. */
const isFilledOnce = (name: string, code: string): boolean =>
  new RegExp(`\\bif not ${name}:|\\bif len\\(${name}\\) == 0:|\\bif\\b[^\\n:]{0,200}\\bin ${name}\\s*:`).test(code);

function isMutable(fallback: Expression): boolean {
  if (fallback.kind === 'record' || fallback.kind === 'comprehension') return true;
  if (fallback.kind === 'list') return true;
  return fallback.kind === 'call' && fallback.callee.kind === 'global' && CONSTRUCTORS.has(fallback.callee.name);
}

/** Changed in place, returned (not asked of `isWithin`), or kept in an object that changes it; a parameter that is given a new value first is none of these. */
function isChanged(use: VariableUse, tree: SyntaxTree, isWithin = false): boolean {
  if (use.writes.length > 1) return false;
  return use.reads.some(({ parent, isTarget }) => {
    if (isTarget) return true;
    const user = parent?.item;
    if (user === undefined || !('kind' in user)) return false;
    if (user.kind === 'member') return CHANGES.has(user.key) && isCalled(parent?.parent?.item);
    if (user.kind === 'index') return parent?.isTarget === true;
    if (user.kind === 'assign') return user.target.kind === 'member' && wordsInFile(tree, CHANGED).has(user.target.key);
    return !isWithin && user.kind === 'return';
  });
}

/** Members that the file changes in place. */
const CHANGED = new RegExp(`[.](\\w+)(?:[.](?:${[...CHANGES].join('|')})[(]|\\[[^\\]\\n]{0,200}\\]\\s*=[^=])`, 'g');

const isCalled = (item: unknown): boolean => (item as { kind?: string } | undefined)?.kind === 'call';
