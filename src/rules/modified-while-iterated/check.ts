// Changes of a collection in the body of a loop over it, behind which the loop goes on.
import {
  type Check,
  type CheckFinding,
  type Expression,
  isSamePlace,
  neverEnds,
  rangeOf,
  type Step,
  type SyntaxTree,
  sightingsOf,
  textOf,
  wordsInFile,
} from '../../analysis-engine/index.ts';

const CHANGES: Readonly<Record<string, RegExp>> = {
  // A list that is appended to is gone on with to its new end: work lists are made like this.
  python: /^(remove|insert|pop|clear|add|discard|update|popitem|appendleft|popleft)$/,
  java: /^(remove|add|addAll|removeAll|clear|put|addFirst|addLast|removeFirst|removeLast)$/,
};

/** Reports the call that changes it. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  const changes = CHANGES[language];
  if (changes === undefined) return findings;
  for (const { item } of sightingsOf(program, 'loop')) {
    const { loop } = item;
    // What a member of a Java object is made of may well allow it.
    if (loop.kind !== 'each' || !isPlain(loop.iterable) || (language === 'java' && loop.iterable.kind === 'member'))
      continue;
    for (const call of changesIn(loop.body, loop.iterable, changes))
      if (isOfCollection(tree, call)) findings.push(rangeOf(tree, call.node));
  }
  return findings;
};

/** What stands before a set or a dictionary that is made. Lines end in `\n` alone here: for `^` they also do where the classes go on. */
const COLLECTIONS = /(?<![^\n])([^\n=]{1,300})=[^\n]*(?:set\(|dict\(|\{)/g;

/** Bars of progress have an `update`, too: a set or a dictionary is made as one. */
function isOfCollection(tree: SyntaxTree, call: Expression): boolean {
  const name = /^([\w.]+)\.update\(/.exec(textOf(tree, call.node))?.[1];
  return name === undefined || wordsInFile(tree, COLLECTIONS).has(name.slice(name.lastIndexOf('.') + 1));
}

const isPlain = ({ kind }: Expression): boolean => kind === 'variable' || kind === 'member';

/** Calls in steps that the loop goes on behind. */
function changesIn(steps: readonly Step[], collection: Expression, changes: RegExp): Expression[] {
  if (neverEnds(steps) && !endsInContinue(steps)) return [];
  return steps.flatMap((step) => {
    switch (step.kind) {
      case 'evaluate': {
        const call = step.expression;
        if (call.kind !== 'call' || call.callee.kind !== 'member' || !changes.test(call.callee.key)) return [];
        // What a member holds may be more than a collection, and `update` something else.
        if (collection.kind === 'member' && !/^(remove|insert)/.test(call.callee.key)) return [];
        return isSamePlace(call.callee.object, collection) ? [call] : [];
      }
      case 'branch':
        return step.arms.flatMap(({ body }) => changesIn(body, collection, changes));
      case 'block':
        return changesIn(step.body, collection, changes);
      default:
        return [];
    }
  });
}

const endsInContinue = (steps: readonly Step[]): boolean => steps.at(-1)?.kind === 'continue';
