// `npm run verify fix-ranking -- [--seed N] [--teams N] [--rounds N] [--record]`: whether the first suggestion is taken more often once
// the order of fixes is learned. The findings are those of the rules' own examples that have several verified fixes; the teams'
// tastes are drawn by seed.
import { parseArgs } from 'node:util';
import { createEngine, fixKind } from '../../src/analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../../src/model-service/issue-identification/grammar-files.ts';
import { type FixableFinding, simulateFixing } from '../../src/model-service/ranking/testing/simulated-fixing.ts';
import { BUILT_IN_RULES } from '../../src/rules/index.ts';
import { ruleExamples } from './code-samples.ts';
import { appendRecord } from './record.ts';
import { seededRandom } from './seeded-random.ts';

export async function verifyFixRanking(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      teams: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '60' },
      record: { type: 'boolean', default: false },
    },
  });
  const findings = await findingsWithChoice();
  const plan = { seed: Number(values.seed) * 1000, teams: Number(values.teams), rounds: Number(values.rounds) };
  const { fixed, learned, best, teamsBetter, teamsWorse } = simulateFixing(findings, plan, (seed) => {
    return seededRandom(seed).next;
  });
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const rules = new Set(findings.map(({ ruleId }) => ruleId));
  const text = [
    `${findings.length} findings of ${rules.size} rules with several verified fixes; ${plan.teams} teams, ${plan.rounds} findings each, seed ${values.seed}.`,
    `First suggestion taken: fixed order ${percent(fixed)}, learned order ${percent(learned)}, the best there could be ${percent(best)}.`,
    `Better than fixed order for ${teamsBetter} teams, worse for ${teamsWorse}.`,
  ].join('\n');
  console.log(text);
  if (values.record) appendRecord('fix-ranking', text);
  if (learned <= fixed) throw new Error('the learned order is no better than the fixed one');
}

async function findingsWithChoice(): Promise<FixableFinding[]> {
  const engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
  for (const language of engine.supportedLanguages) await engine.prepare(language);
  const found: FixableFinding[] = [];
  for (const { code, language, path } of ruleExamples()) {
    if (!engine.supportedLanguages.includes(language)) continue;
    const request = { code, language, path, files: [] };
    for (const { fingerprint, ruleId } of engine.analyze(request).findings) {
      const { findings, fixes } = engine.analyze({ ...request, mend: { fingerprint, proposed: [] } });
      const ofFinding = fixes[findings.findIndex((one) => one.fingerprint === fingerprint)] ?? [];
      const kinds = ofFinding.map(({ description, edits }) => {
        return fixKind(description, edits, ({ start, end }) => code.slice(start, end).split('\n').length - 1);
      });
      const isChoice = new Set(kinds.map(({ template }) => template)).size > 1;
      if (isChoice) found.push({ ruleId, fixes: kinds });
    }
  }
  return found;
}
