// `npm run verify crash [-- --kills N]`: kill -9 under load, again and again; every acknowledged answer must still be there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distinctFiles } from '../../bench/samples.ts';
import { type BenchServer, startServer } from '../../bench/server.ts';
import { appendRecord } from './record.ts';

const CLIENTS = 4;

/** Posts until the server is gone; returns the ids of the analyses that it acknowledged. */
async function load(server: BenchServer, round: number): Promise<string[]> {
  const acknowledged: string[] = [];
  const files = distinctFiles(20, 60);
  let next = 0;
  const client = async () => {
    for (;;) {
      const index = next++;
      const code = `# round ${round} file ${index}\n${files[index % files.length].code}`;
      const answer = await server
        .post('/api/v1/analyze', JSON.stringify({ code, language: 'python' }))
        .catch(() => null);
      if (answer === null) return;
      if (answer.status === 200) acknowledged.push(JSON.parse(answer.text).analysis_id);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return acknowledged;
}

async function missing(server: BenchServer, ids: readonly string[]): Promise<string[]> {
  const lost: string[] = [];
  for (const id of ids) if ((await server.get(`/api/v1/analyses/${id}`)).status !== 200) lost.push(id);
  return lost;
}

export async function verifyCrash(args: readonly string[]): Promise<void> {
  const kills = Number(args[args.indexOf('--kills') + 1] || 10);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'assay-crash-'));
  let acknowledged = 0;
  const lost: string[] = [];
  try {
    for (let round = 0; round < kills; round++) {
      const server = await startServer({ dataDirectory });
      const loading = load(server, round);
      await new Promise((resolve) => setTimeout(resolve, 300 + ((round * 337) % 900)));
      await server.stop('SIGKILL');
      const ids = await loading;
      const successor = await startServer({ dataDirectory });
      lost.push(...(await missing(successor, ids)));
      await successor.stop();
      acknowledged += ids.length;
      console.log(`kill ${round + 1}: ${ids.length} acknowledged, ${lost.length} lost so far`);
    }
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
  if (acknowledged === 0) throw new Error('no answer was acknowledged, so nothing was shown');
  if (lost.length > 0) throw new Error(`${lost.length} of ${acknowledged} acknowledged answers are gone`);
  appendRecord('crash', `${kills} kills under load, ${acknowledged} acknowledged answers, 0 lost (embedded database).`);
}
