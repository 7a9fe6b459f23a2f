// `npm run verify fingerprints [-- --edits N --seed S --directory DIR --language L --failures]`: dismisses findings, edits
// the code, and counts dismissed findings that come back and new defects that stay hidden.
import { parseArgs } from 'node:util';
import { createEngine } from '../../src/analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../../src/model-service/issue-identification/grammar-files.ts';
import { BUILT_IN_RULES } from '../../src/rules/index.ts';
import { ruleExamples, samplesBelow } from './code-samples.ts';
import { HARMLESS_EDITS } from './fingerprints/harmless-edits.ts';
import { NEW_DEFECTS } from './fingerprints/new-defects.ts';
import { tryDefect, tryHarmless } from './fingerprints/trial.ts';
import { runTrials, specimensOf, type TrialRun } from './fingerprints/trial-runs.ts';
import { appendRecord } from './record.ts';
import { seededRandom } from './seeded-random.ts';

export async function verifyFingerprints(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      edits: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      directory: { type: 'string' },
      language: { type: 'string' },
      failures: { type: 'boolean', default: false },
    },
  });
  const engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
  for (const language of engine.supportedLanguages) await engine.prepare(language);
  const all = [...ruleExamples(), ...(values.directory === undefined ? [] : samplesBelow(values.directory))];
  const samples = all.filter(({ language }) => values.language === undefined || language === values.language);
  const specimens = specimensOf(engine, samples);
  const count = Number(values.edits);
  const random = seededRandom(Number(values.seed));
  const harmless = runTrials({
    ...{ engine, specimens, count, random, edits: HARMLESS_EDITS, attempt: tryHarmless },
    isFailure: (outcome) => outcome === 'returned' || outcome === 'lost',
  });
  const defects = runTrials({
    ...{ engine, specimens, count, random, edits: NEW_DEFECTS, attempt: tryDefect },
    isFailure: (outcome) => outcome === 'hidden',
  });
  if (values.failures) for (const each of [...harmless.failures, ...defects.failures]) show(each);
  const text = [
    `Seed ${values.seed}, ${[...specimens.values()].flat().length} files with findings${values.directory === undefined ? '' : ' (examples of the rules and a folder of real code)'}.`,
    table('harmless edit', harmless, ['survived', 'returned', 'lost', 'more', 'none']),
    table('new defect', defects, ['shown', 'hidden', 'none']),
  ].join('\n\n');
  console.log(text);
  const wrong = totalOf(harmless, 'returned') + totalOf(defects, 'hidden');
  if (wrong > 0)
    throw new Error(`${totalOf(harmless, 'returned')} came back, ${totalOf(defects, 'hidden')} were hidden`);
  appendRecord('fingerprints', text);
}

/** Rows: kinds of edit; columns: languages, each cell with the counts of the outcomes. */
function table(title: string, { tally }: TrialRun, outcomes: readonly string[]): string {
  const cells = [...tally].map(([key, count]) => ({ parts: key.split('\t'), count }));
  const edits = [...new Set(cells.map(({ parts }) => parts[0]))];
  const sum = (edit: string, outcome: string) =>
    cells
      .filter(({ parts }) => parts[0] === edit && parts[2] === outcome)
      .reduce((total, { count }) => total + count, 0);
  const languages = [...new Set(cells.map(({ parts }) => parts[1]))].sort();
  const ofLanguage = (edit: string, language: string) => {
    const count = (outcome: string) => tally.get(`${edit}\t${language}\t${outcome}`) ?? 0;
    const tried = outcomes.slice(0, -1).reduce((total, outcome) => total + count(outcome), 0);
    return `${count(outcomes[0])} of ${tried}`;
  };
  const head = [title, ...outcomes.slice(0, -1), 'did not apply', ...languages];
  const rows = edits.map((edit) => [
    edit,
    ...outcomes.map((outcome) => sum(edit, outcome)),
    ...languages.map((language) => ofLanguage(edit, language)),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function totalOf({ tally }: TrialRun, outcome: string): number {
  return [...tally].reduce((total, [key, count]) => total + (key.endsWith(`\t${outcome}`) ? count : 0), 0);
}

function show({ edit, outcome, trial }: TrialRun['failures'][number]): void {
  console.log(
    `\n===== ${edit}: ${outcome} (${trial.rule}, ${trial.path})\n----- before\n${trial.before}\n----- after\n${trial.after}`,
  );
}
