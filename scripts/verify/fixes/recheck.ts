// The second opinion on a verified fix, written without the engine's own verification: apply it, analyse, compare counts.
import type {
  Engine,
  EngineRequest,
  EngineResult,
  RuleSelection,
  VerifiedFix,
} from '../../../src/analysis-engine/index.ts';
import { BUILT_IN_RULES } from '../../../src/rules/index.ts';

/** Rules that speak of a call, whatever comes to it. */
const HINTS = BUILT_IN_RULES.filter(({ flow, dynamic }) => flow === undefined && dynamic === undefined);

/** What is wrong with the fix, or null. */
export function recheck(
  engine: Engine,
  request: EngineRequest,
  findings: EngineResult['findings'],
  index: number,
  fix: VerifiedFix,
  selection?: RuleSelection,
): string | null {
  const before = engine.analyze(request, selection);
  let code = request.code;
  const fromTheEnd = [...fix.edits]
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => b.start - a.start || b.order - a.order);
  for (const { start, end, text } of fromTheEnd) code = code.slice(0, start) + text + code.slice(end);
  const after = engine.analyze({ ...request, code }, selection);
  if (after.statistics.syntaxErrors > before.statistics.syntaxErrors) return 'does not parse';
  const count = (result: EngineResult, rule: string): number =>
    result.findings.filter(({ ruleId, suppressedBy }) => ruleId === rule && suppressedBy === null).length;
  const { ruleId } = findings[index];
  if (count(after, ruleId) >= count(before, ruleId)) return `keeps the finding: ${excerpt(code, fix)}`;
  // Hints that give way to the finding at the same place were there before it was mended, and are said now that it is gone.
  const gaveWay = new Set(HINTS.filter((rule) => rule.yieldsTo?.includes(ruleId)).map(({ id }) => id));
  const place = findings[index].range;
  const isHidden = ({ ruleId: id, range }: EngineResult['findings'][number]): boolean =>
    gaveWay.has(id) && range.start <= place.end + code.length - request.code.length && range.end >= place.start;
  const told = { ...after, findings: after.findings.filter((finding) => !isHidden(finding)) };
  const more = told.findings.filter((finding) => count(told, finding.ruleId) > count(before, finding.ruleId));
  return more.length > 0 ? `adds ${more[0].ruleId}: ${excerpt(code, fix)}` : null;
}

function excerpt(code: string, { edits }: VerifiedFix): string {
  const at = edits[0]?.start ?? 0;
  return code.slice(code.lastIndexOf('\n', at) + 1, at + 80).replaceAll(/\s+/g, ' ');
}
