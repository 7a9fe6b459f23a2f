// `npm run verify crash [-- --kills N]`: kill -9 under load, again and again; every acknowledged answer must still be there.
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distinctFiles } from '../../bench/samples.ts';
import { type BenchServer, startServer } from '../../bench/server.ts';
import { databaseChains, verifyAudit } from '../../src/application-server/index.ts';
import { openDatabase } from '../../src/database-service/index.ts';
import { auditPublicKeyPem, loadOperatorKeys } from '../../src/security/index.ts';
import { appendRecord } from './record.ts';

const CLIENTS = 4;
const EVENT_EVERY = 3;

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
      // A security event now and then, so that chains are cut off in the middle of growing as well.
      if (index % EVENT_EVERY === 0) await server.post('/api/v1/tenants', '{"name":"crash"}').catch(() => null);
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

/** Every audit chain, with the checkpoints written so far; throws at the first bad place. */
async function verifyChains(dataDirectory: string): Promise<number> {
  const { auditSecret } = await loadOperatorKeys(dataDirectory);
  const database = await openDatabase({ url: null, dataDirectory });
  const report = await verifyAudit({
    chains: databaseChains(database),
    complete: true,
    checkpointDirectory: join(dataDirectory, 'audit-checkpoints'),
    publicKeys: [createPublicKey(auditPublicKeyPem(auditSecret))],
  }).finally(() => database.close());
  if (report.fault !== null) throw new Error(`an audit chain is corrupt: ${report.fault}`);
  return report.chains.reduce((sum, chain) => sum + chain.events, 0);
}

export async function verifyCrash(args: readonly string[]): Promise<void> {
  const kills = Number(args[args.indexOf('--kills') + 1] || 10);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'assay-crash-'));
  let acknowledged = 0;
  let events = 0;
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
      events = await verifyChains(dataDirectory);
      acknowledged += ids.length;
      console.log(`kill ${round + 1}: ${ids.length} acknowledged, ${lost.length} lost so far`);
    }
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
  if (acknowledged === 0) throw new Error('no answer was acknowledged, so nothing was shown');
  if (lost.length > 0) throw new Error(`${lost.length} of ${acknowledged} acknowledged answers are gone`);
  const kept = `${acknowledged} acknowledged answers, 0 lost, ${events} audit events in chains without a fault`;
  appendRecord('crash', `${kills} kills under load, ${kept} (embedded database).`);
}
