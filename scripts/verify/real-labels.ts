// `npm run verify real-labels -- --corpus DIR [--corpus DIR …] [--seed 1]`: what is learned from the labels of annotated public
// corpora, as if they were one team's verdicts, about a corpus or a group of rules that was left out. Each DIR is made by
// bench/yardsticks/issues/prepare.mjs.
import { parseArgs } from 'node:util';
import { createModelService } from '../../src/model-service/index.ts';
import { gainOver, type Losses, PRIORS } from './real-labels/held-out.ts';
import { type LabelledFinding, labelledFindings } from './real-labels/labelled-findings.ts';
import { corpusParts, groupParts, type Part, together } from './real-labels/parts.ts';
import { type Corpus, loadScorer, type Scorer } from './real-labels/scorer.ts';
import { appendRecord } from './record.ts';
import { seededRandom } from './seeded-random.ts';

/** Smaller parts are left out in turn too and count in the sum, but have no row. */
const SMALLEST_ROW = 30;

export async function verifyRealLabels(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      corpus: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: '1' },
    },
  });
  if (values.corpus.length === 0) throw new Error('--corpus DIR is needed');
  const seed = Number(values.seed);
  const scorer = await loadScorer();
  const corpora = values.corpus.map((dir) => scorer.choose(scorer.loadCorpus(dir), {}));
  const findings = shuffled(await labelledAll(scorer, corpora), seed);
  const reached: boolean[] = [];
  const rows: string[] = [];
  for (const [what, partsOf] of [['corpus', corpusParts] as const, ['rule group', groupParts] as const]) {
    const parts = partsOf(findings, ({ nameless }) => nameless);
    if (parts.length === 0) continue;
    const all = together(`all, one ${what} left out at a time`, parts);
    const withNames = together(
      'the same with names of functions',
      partsOf(findings, ({ features }) => features),
    );
    const shown = parts.filter(({ losses }) => losses.length >= SMALLEST_ROW);
    rows.push(...[...shown, all, withNames].map((part) => row(part, seed)));
    reached.push(gainOver('engine', all.losses, seed).low > 0 && gainOver('rule', all.losses, seed).low > 0);
  }
  const text = [`${findings.length} findings with a label, seed ${seed}.`, '', ...HEAD, ...rows].join('\n');
  console.log(text);
  appendRecord('real-labels', text);
  if (reached.length === 0) throw new Error('one corpus with labels of one kind: there is nothing to leave out');
  if (reached.includes(false)) throw new Error('log-loss is not below engine and rule with the interval off zero');
}

async function labelledAll(scorer: Scorer, corpora: readonly Corpus[]): Promise<LabelledFinding[]> {
  const service = createModelService({ threads: 0, timeoutMs: 60_000, memoryMb: 4096, maxQueue: 1 });
  try {
    const found: LabelledFinding[] = [];
    for (const corpus of corpora) {
      const labelled = await labelledFindings(service, scorer, corpus);
      console.log(`${corpus.corpus}: ${corpus.units.length} files, ${labelled.length} findings with a label`);
      found.push(...labelled);
    }
    return found;
  } finally {
    await service.close();
  }
}

function shuffled(findings: readonly LabelledFinding[], seed: number): LabelledFinding[] {
  const random = seededRandom(seed);
  return findings
    .map((finding) => ({ finding, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ finding }) => finding);
}

const HEAD = [
  '| left out | findings | true | engine | rule | share | ranker | less than engine (95 %) | than rule | than share |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
];

function row({ name, losses }: Part, seed: number): string {
  const mean = (of: (loss: Losses) => number) => losses.reduce((sum, loss) => sum + of(loss), 0) / losses.length;
  const gains = PRIORS.map((prior) => {
    const gain = gainOver(prior, losses, seed);
    return `${gain.mean.toFixed(3)} (${gain.low.toFixed(3)} to ${gain.high.toFixed(3)})`;
  });
  const means = [...PRIORS, 'ranker' as const].map((by) => mean((loss) => loss[by]).toFixed(3));
  const trues = `${(100 * mean(({ isTrue }) => (isTrue ? 1 : 0))).toFixed(1)} %`;
  return `| ${[name, losses.length, trues, ...means, ...gains].join(' | ')} |`;
}
