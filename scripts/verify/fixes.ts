// `npm run verify fixes -- --corpus DIR [--corpus DIR …] [--limit N] [--recheck N] [--rule ID] [--details]`: what share of the
// findings on corpora gets a verified fix, and whether each such fix, applied alone, keeps what it promises.
import { parseArgs } from 'node:util';
import { createEngine } from '../../src/analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../../src/model-service/issue-identification/grammar-files.ts';
import { BUILT_IN_RULES } from '../../src/rules/index.ts';
import { type CorpusUnit, readCorpus } from './fixes/corpus.ts';
import { recheck } from './fixes/recheck.ts';
import { printDetails, sharesTable, type Tally, tallyOf } from './fixes/shares.ts';
import { appendRecord } from './record.ts';

export async function verifyFixes(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      corpus: { type: 'string', multiple: true, default: [] },
      limit: { type: 'string' },
      recheck: { type: 'string', default: '10000' },
      rule: { type: 'string', multiple: true, default: [] },
      language: { type: 'string' },
      details: { type: 'boolean', default: false },
      unfixed: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
    },
  });
  if (values.corpus.length === 0) throw new Error('--corpus DIR is needed: a folder with labels.json');
  const engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
  for (const language of engine.supportedLanguages) await engine.prepare(language);
  const selection = values.rule.length === 0 ? undefined : { enabled: values.rule, disabled: [] };
  const tallies: Tally[] = [];
  let left = Number(values.recheck);
  const broken: string[] = [];
  let checked = 0;
  for (const dir of values.corpus) {
    for (const unit of units(dir, values)) {
      const request = { code: unit.code, language: unit.language, path: unit.name, files: unit.files };
      const result = engine.analyze({ ...request, suggest: true }, selection);
      tallies.push(...tallyOf(unit, result));
      if (values.details || values.unfixed) printDetails(unit, result, values.unfixed);
      for (const [index, fixes] of result.fixes.entries()) {
        for (const fix of fixes) {
          if (left-- <= 0) continue;
          checked++;
          const problem = recheck(engine, request, result.findings, index, fix, selection);
          if (problem !== null) broken.push(`${unit.name}: ${result.findings[index].ruleId}: ${problem}`);
        }
      }
    }
  }
  const text = [
    sharesTable(tallies),
    '',
    `Applied alone and analysed again: ${checked} fixes, ${broken.length} that fail to parse, keep the finding or add one.`,
  ].join('\n');
  console.log(text);
  for (const line of broken.slice(0, 40)) console.log(`  ${line}`);
  if (values.record) appendRecord('fixes', text);
  if (broken.length > 0) throw new Error(`${broken.length} fixes do not keep what they promise`);
}

function units(dir: string, { limit, language }: { limit?: string; language?: string }): CorpusUnit[] {
  const all = readCorpus(dir).filter((unit) => language === undefined || unit.language === language);
  return limit === undefined ? all : all.slice(0, Number(limit));
}
