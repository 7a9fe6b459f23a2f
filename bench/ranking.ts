// `npm run bench ranking`: what scoring adds to an analysis, against that analysis in the same run, and what a verdict costs.
import { randomBytes } from 'node:crypto';
import { nameTokensOf } from '../src/application-server/ranking/name-tokens.ts';
import { rankIssues } from '../src/application-server/ranking/ranked-issues.ts';
import { type AnalysisOutcome, BUILT_IN_RANKER, createModelService, fitRanker } from '../src/model-service/index.ts';
import { simulatedTeam } from '../src/model-service/ranking/testing/simulated-team.ts';
import { DataKeyRing } from '../src/security/index.ts';
import { cpuTimeEach, median, percentile, printTable } from './statistics.ts';

const ROUNDS = 200;
const VERDICTS = [0, 30, 300, 1000, 5000];

export async function benchRanking(): Promise<void> {
  const model = createModelService({ threads: 0, timeoutMs: 60_000, memoryMb: 512, maxQueue: 1 });
  const names = nameTokensOf(new DataKeyRing([{ version: 1, key: randomBytes(32) }]));
  const job = { declaredLanguage: 'python', files: [], enabledRules: null, disabledRules: [] };
  const analysing: number[] = [];
  const outcomes: AnalysisOutcome[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const code = sampleCode(`load_invoice_${round}`);
    const before = process.cpuUsage();
    outcomes.push(await model.analyze({ ...job, code, path: `src/api/part_${round % 20}/view_${round}.py` }));
    const { user, system } = process.cpuUsage(before);
    analysing.push((user + system) / 1000);
  }
  const team = simulatedTeam(1).judgements(VERDICTS.at(-1) ?? 0);
  const rows = VERDICTS.map((verdicts) => {
    const memory = new Map();
    const fit = (count: number) =>
      fitRanker(BUILT_IN_RANKER, { version: count, judgements: team.slice(0, count) }, memory);
    const first = median(cpuTimeEach(1, () => void fit(verdicts)));
    const ranker = fit(verdicts);
    const again = median(cpuTimeEach(5, () => void fit(verdicts)));
    const place = { language: 'python', repository: 'shop' };
    let next = 0;
    const scoring = cpuTimeEach(ROUNDS, () => void rankIssues(outcomes[next++]?.issues ?? [], place, ranker, names));
    return [
      String(verdicts),
      median(scoring).toFixed(3),
      percentile(scoring, 0.95).toFixed(3),
      `${((100 * median(scoring)) / median(analysing)).toFixed(1)} %`,
      again.toFixed(1),
      first.toFixed(1),
    ];
  });
  const findings = outcomes.reduce((sum, { issues }) => sum + issues.length, 0) / ROUNDS;
  console.log(
    `${findings} findings a file; analysing one takes ${median(analysing).toFixed(2)} ms (all in processor time)`,
  );
  printTable(['verdicts', 'score ms p50', 'p95', 'of analysis', 'fit ms', 'with tuning ms'], rows);
  await model.close();
}

function sampleCode(name: string): string {
  return `import hashlib
import os
from flask import request, redirect

def ${name}(secret):
    name = request.args.get("name")
    os.system("ls " + name)
    if hashlib.md5(secret.encode()).hexdigest():
        return redirect(name)
    return eval(name)
`;
}
