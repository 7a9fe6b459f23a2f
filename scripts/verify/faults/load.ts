// People at work while something breaks: each analyses files and judges what it is told. What was answered is written down, to
// be asked for afterwards.
import { createRetryingClient, type Outcome } from './client.ts';

export interface Ledger {
  /** analyses that were answered with 200 and made anew */
  readonly analyses: Set<string>;
  /** verdicts that were answered with 201 */
  readonly verdicts: Set<string>;
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

let files = 0;

export function startLoad(address: string, key: string): Load {
  const ledger: Ledger = { analyses: new Set(), verdicts: new Set(), outcomes: [] };
  let isStopping = false;
  const work = async (number: number) => {
    const client = createRetryingClient(address, key);
    for (let turn = 0; !isStopping; turn++) {
      const file = turn % REPEATED === REPEATED - 1 ? number : CLIENTS + files++;
      const analysis = await client.post('/api/v1/analyze', submission(file));
      ledger.outcomes.push(analysis);
      if (analysis.status === 200) await noteAnalysis(client, analysis, turn, ledger);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  const workers = Array.from({ length: CLIENTS }, (_, number) => work(number));
  return {
    ledger,
    async stop() {
      isStopping = true;
      await Promise.all(workers);
    },
  };
}

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
