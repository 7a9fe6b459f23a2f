// Teams of many tastes and seeds without a server: a table of what the ranker made of them, against the best reference.
import { parseArgs } from 'node:util';
import { createModelService } from '../../../src/model-service/index.ts';
import { appendRecord } from '../record.ts';
import { type MarkFigures, play } from './played-teams.ts';
import { TASTES } from './tastes.ts';

/** As in simulate.mjs. */
const TOLERANCE = 0.02;

export async function playInProcess(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tastes: { type: 'string', default: Object.keys(TASTES).join(',') },
      seeds: { type: 'string', default: '1' },
      teams: { type: 'string', default: '22' },
      test: { type: 'string', default: '300' },
      checkpoints: { type: 'string', default: '0,10,30,100,300,1000' },
      shuffle: { type: 'boolean', default: false },
    },
  });
  const [marks, seeds] = [numbers(values.checkpoints), numbers(values.seeds)];
  const size = { teams: Number(values.teams), tests: Number(values.test), marks, isShuffled: values.shuffle };
  const service = createModelService({ threads: 0, timeoutMs: 60_000, memoryMb: 4096, maxQueue: 1 });
  const lines: string[] = [];
  let behind = 0;
  try {
    for (const name of values.tastes.split(',')) {
      const taste = TASTES[name];
      if (taste === undefined) throw new Error(`--tastes: name some of ${Object.keys(TASTES).join(', ')}`);
      const plays: MarkFigures[][] = [];
      for (const seed of seeds) plays.push(await play(service, { ...size, taste, seed }));
      for (const index of marks.keys()) {
        const figures = meanOf(plays.flatMap((ofSeed) => ofSeed[index] ?? []));
        if (figures.assay < figures.best - TOLERANCE) behind++;
        lines.push(row(name, figures));
        console.log(lines.at(-1));
      }
    }
  } finally {
    await service.close();
  }
  const options = `In process; ${seeds.length} seeds (${values.seeds}), ${values.teams} teams, ${values.test} findings each${values.shuffle ? ', verdicts at random' : ''}.`;
  appendRecord('learning-simulation', [options, '', ...HEAD, ...lines].join('\n'));
  if (behind > 0)
    throw new Error(`behind the best reference by more than ${TOLERANCE} in ${behind} of ${lines.length}`);
}

const numbers = (text: string): number[] => text.split(',').map(Number);

/** Over seeds, which play alike many findings. */
function meanOf(figures: readonly MarkFigures[]): MarkFigures {
  const mean = (of: (one: MarkFigures) => number) => figures.reduce((sum, one) => sum + of(one), 0) / figures.length;
  return {
    verdicts: mean(({ verdicts }) => verdicts),
    outcomes: figures.reduce((sum, { outcomes }) => sum + outcomes, 0),
    assay: mean(({ assay }) => assay),
    best: mean(({ best }) => best),
    ece: mean(({ ece }) => ece),
    falseShown: mean(({ falseShown }) => falseShown),
    trueShown: mean(({ trueShown }) => trueShown),
  };
}

const HEAD = [
  '| taste | verdicts | AUC | best reference | calibration error | outcomes | false ones shown | true ones shown |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
];

function row(taste: string, { verdicts, assay, best, ece, outcomes, falseShown, trueShown }: MarkFigures): string {
  const shares = [falseShown, trueShown].map((share) => `${(100 * share).toFixed(1)} %`);
  const aucs = [assay, best, ece].map((figure) => figure.toFixed(3));
  return `| ${[taste, verdicts, ...aucs, outcomes, ...shares].join(' | ')} |`;
}
