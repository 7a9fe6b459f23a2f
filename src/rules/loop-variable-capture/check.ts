// Functions made in a loop that read its variable later than they are made.
import {
  around,
  type Check,
  type CheckFinding,
  type FunctionDefinition,
  kindOf,
  type Program,
  parentOf,
  type Sighting,
  type Step,
  type SyntaxTree,
  sightingsOf,
  startOf,
  type Target,
  textOf,
  variablesOf,
} from '../../analysis-engine/index.ts';

/** Calls that keep a function for later, wherever they are. */
const KEEPS =
  /^(append|add|push|setTimeout|setInterval|addEventListener|on|once|then|connect|bind|after|subscribe|insert|setdefault)$/;

/** Reports the function, once. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if (language !== 'python' && !language.endsWith('script')) return findings;
  for (const sighting of sightingsOf(program, 'function')) {
    const loop = around(sighting, 'loop');
    if (loop === null || loop.item.kind !== 'loop' || !isKept(sighting)) continue;
    const names = countersOf(tree, loop.item, language);
    const captured = capturedOf(program, sighting.definition, sighting.item.definition, names);
    if (captured === null) continue;
    const start = startOf(tree, sighting.item.node);
    const message = `This function reads \`${captured}\` when it runs, not when it is made: all of them see the last value.`;
    findings.push({ start, end: start + Math.min(40, textOf(tree, sighting.item.node).length), message });
  }
  return findings;
};

/** Passed to a call that keeps it, or stored in an element or member. */
function isKept({ parent, item }: Sighting): boolean {
  const user = parent?.item;
  if (user === undefined || !('kind' in user)) return false;
  if (user.kind === 'assign') return user.target.kind === 'index' || user.target.kind === 'member';
  if (user.kind !== 'call' || user.callee === item) return false;
  const { callee } = user;
  if (callee.kind === 'member') return KEEPS.test(callee.key);
  return callee.kind === 'global' && KEEPS.test(callee.name);
}

/** Slots of the variables that each round sets anew: those of `let` and `const` are new ones in JavaScript. */
function countersOf(
  tree: SyntaxTree,
  { loop }: Extract<Step, { kind: 'loop' }>,
  language: string,
): Map<number, string> {
  const names = new Map<number, string>();
  const add = (target: Target): void => {
    if (
      target.kind === 'variable' &&
      target.variable.depth === 0 &&
      (language === 'python' || isVar(tree, target.node))
    ) {
      names.set(target.variable.slot, target.variable.name);
    }
    if (target.kind === 'pattern') for (const entry of target.entries) add(entry.target);
  };
  if (loop.kind === 'each') add(loop.target);
  else for (const update of loop.update) if (update.kind === 'assign') add(update.target);
  return names;
}

/** Whether a loop's counter is declared with `var`. */
function isVar(tree: SyntaxTree, node: number): boolean {
  for (let at = node, hops = 0; at >= 0 && hops < 4; at = parentOf(tree, at), hops++) {
    if (/^for_(in_)?statement$/.test(kindOf(tree, at)))
      return /^for\s*(await\s*)?\(\s*var\b/.test(textOf(tree, at).slice(0, 40));
  }
  return false;
}

/** The first of the variables that the function reads from outside. */
function capturedOf(
  program: Program,
  around: FunctionDefinition,
  definition: FunctionDefinition,
  names: ReadonlyMap<number, string>,
): string | null {
  for (const [slot, name] of names) {
    const reads = variablesOf(program, around)[slot]?.reads ?? [];
    // The default of a parameter is worked out when the function is made.
    const isRead = reads.some((read) => read.definition === definition && !('slots' in (read.parent?.item ?? {})));
    if (isRead) return name;
  }
  return null;
}
