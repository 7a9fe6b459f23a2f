// Cases with statements that end by running into the next one.
import {
  type Check,
  type CheckFinding,
  endOf,
  neverEnds,
  type Step,
  type SyntaxTree,
  sightingsOf,
  startOf,
} from '../../analysis-engine/index.ts';

/** Reports the head of the case. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if (language === 'go' || language === 'python') return findings;
  for (const { item } of sightingsOf(program, 'switch')) {
    for (const [index, each] of item.cases.entries()) {
      const next = item.cases[index + 1];
      if (next === undefined || !each.fallsThrough || each.body.length === 0 || next.body.length === 0) continue;
      if (neverEnds(each.body) || isMachine(each.body) || isNothing(next.body) || saysSo(tree, each.body, next.node))
        continue;
      const start = startOf(tree, each.node);
      findings.push({ start, end: lineEnd(tree, start) });
    }
  }
  return findings;
};

/** A generated parser's or Duff's device: the case is nothing but a jump table entry. */
const isMachine = (body: readonly Step[]): boolean => body.every(({ kind }) => kind === 'block' && body.length > 4);

/** Running into a case that only ends does no more than an end of its own would. */
const isNothing = (body: readonly Step[]): boolean => body.length === 1 && body[0].kind === 'break';

/** Any comment behind the last statement, before the next case. */
function saysSo(tree: SyntaxTree, body: readonly Step[], next: number): boolean {
  const last = body.at(-1);
  if (last === undefined) return false;
  const text = tree.source.slice(startOf(tree, last.node), Math.max(startOf(tree, next), endOf(tree, last.node)));
  return /\/\/|\/\*|fall/i.test(text);
}

function lineEnd(tree: SyntaxTree, start: number): number {
  const end = tree.source.indexOf('\n', start);
  return end < 0 ? tree.source.length : end;
}
