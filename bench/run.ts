// `npm run bench [engine] [fixes] [gateway] [growth] [history] [http] [peer] [memory] [own-rules] [own-rules-peer] [ranking] [replicas] [scan] [scan-peers] [training] [--dir FOLDER] [--samples FOLDER] [--code FOLDER] [--rows N]`: speed on this machine, as medians, and ratios against
// a peer in the same run. With a folder, `engine` measures on the source files below it, `fixes` on the corpus in it, `own-rules` the rules below it (on the files below --code).
import { parseArgs } from 'node:util';
import { benchEngine } from './engine.ts';
import { benchFixes } from './fixes.ts';
import { benchGateway } from './gateway.ts';
import { benchGrowth } from './growth/growth.ts';
import { benchHistory } from './history.ts';
import { benchHttp } from './http.ts';
import { benchMemory } from './memory.ts';
import { benchOwnRules } from './own-rules.ts';
import { benchOwnRulesPeer } from './own-rules-peer.ts';
import { benchPeer } from './peer.ts';
import { benchRanking } from './ranking.ts';
import { benchReplicas } from './replicas.ts';
import { benchScan } from './scan.ts';
import { benchScanPeers } from './scan-peers.ts';
import { benchTraining } from './training.ts';

const SECTIONS: Readonly<Record<string, (folder: string | null, code: string | null) => Promise<void>>> = {
  engine: benchEngine,
  fixes: benchFixes,
  gateway: benchGateway,
  growth: benchGrowth,
  history: () => benchHistory(values.rows ?? null),
  http: benchHttp,
  memory: benchMemory,
  'own-rules': benchOwnRules,
  'own-rules-peer': benchOwnRulesPeer,
  peer: benchPeer,
  ranking: benchRanking,
  scan: () => benchScan(values.dir ?? null),
  'scan-peers': () => benchScanPeers(values.dir ?? null, values.samples ?? null),
  replicas: benchReplicas,
  training: benchTraining,
};

const { positionals: asked, values } = parseArgs({
  options: { dir: { type: 'string' }, samples: { type: 'string' }, code: { type: 'string' }, rows: { type: 'string' } },
  allowPositionals: true,
});
const unknown = asked.filter((name) => !(name in SECTIONS));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}; there are ${Object.keys(SECTIONS).join(', ')}`);
  process.exit(2);
}
for (const [name, section] of Object.entries(SECTIONS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n── ${name}`);
  await section(values.samples ?? null, values.code ?? null);
}
