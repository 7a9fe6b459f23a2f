// People at work while something breaks: each analyses files and judges what it is told. What was answered is written down, to
// be asked for afterwards.
import { createRetryingClient, type Outcome } from './client.ts';

export interface Ledger {
  /** analyses that were answered with 200 and made anew */
  readonly analyses: Set<string>;
  /** verdicts that were answered with 201 */
  readonly verdicts: Set<string>;
  /** scans that were answered with 202 */
  readonly scans: Set<string>;
  readonly outcomes: Outcome[];
}

export interface Load {
  readonly ledger: Ledger;
  stop(): Promise<void>;
}

const CLIENTS = 4;
const PAUSE_MS = 60;
/** Every so many is a file that was analysed before. */
const REPEATED = 3;
const JUDGED = 2;
const SCAN_EVERY_MS = 5_000;
const FILES_A_SCAN = 12;

let files = 0;

export function startLoad(address: string, key: string): Load {
  const ledger: Ledger = { analyses: new Set(), verdicts: new Set(), scans: new Set(), outcomes: [] };
  let isStopping = false;
  const work = async (number: number) => {
    const client = createRetryingClient(address, key);
    for (let turn = 0; !isStopping; turn++) {
      const file = turn % REPEATED === REPEATED - 1 ? number : CLIENTS + files++;
      const analysis = await client.post('/api/v1/analyze', submission(file));
      ledger.outcomes.push(analysis);
      if (analysis.status === 200) await noteAnalysis(client, analysis, turn, ledger);
      await pause();
    }
  };
  const scan = async () => {
    const client = createRetryingClient(address, key);
    while (!isStopping) {
      const parts = Array.from({ length: FILES_A_SCAN }, () => submission(CLIENTS + files++));
      const posted = await client.post('/api/v1/scans', {
        files: parts.map(({ code, context }) => ({ path: context.path, code })),
        context: { project: 'faults' },
      });
      ledger.outcomes.push(posted);
      if (posted.status === 202) ledger.scans.add((posted.body as { scan_id: string }).scan_id);
      for (let waited = 0; waited < SCAN_EVERY_MS && !isStopping; waited += PAUSE_MS) await pause();
    }
  };
  const workers = [...Array.from({ length: CLIENTS }, (_, number) => work(number)), scan()];
  return {
    ledger,
    async stop() {
      isStopping = true;
      await Promise.all(workers);
    },
  };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

async function noteAnalysis(
  client: ReturnType<typeof createRetryingClient>,
  { body }: Outcome,
  turn: number,
  { analyses, verdicts, outcomes }: Ledger,
): Promise<void> {
  const {
    analysis_id: id,
    cached,
    issues,
  } = body as { analysis_id: string; cached: boolean; issues: { id: string }[] };
  if (!cached) analyses.add(id);
  const issue = issues[0];
  if (issue === undefined || turn % JUDGED > 0) return;
  const verdict = turn % (2 * JUDGED) === 0 ? 'true_positive' : 'false_positive';
  const judged = await client.post('/api/v1/feedback', {
    analysis_id: id,
    feedback: { issue_id: issue.id, verdict },
  });
  outcomes.push(judged);
  if (judged.status === 201) verdicts.add((judged.body as { feedback_id: string }).feedback_id);
}

function submission(file: number) {
  const code = `import os
from flask import request

def show_${file}():
    folder = request.args["folder"]
    os.system("ls " + folder)
    return eval(request.args["code_${file}"])
`;
  return { code, language: 'python', context: { path: `views/view_${file}.py`, repository: `shop-${file % 5}` } };
}
