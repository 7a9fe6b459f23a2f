// `npm run bench [engine] [http] [peer] [memory]`: speed on this machine, as medians, and ratios against a peer in the same run.
import { benchEngine } from './engine.ts';
import { benchHttp } from './http.ts';
import { benchMemory } from './memory.ts';
import { benchPeer } from './peer.ts';

const SECTIONS: Readonly<Record<string, () => Promise<void>>> = {
  engine: benchEngine,
  http: benchHttp,
  memory: benchMemory,
  peer: benchPeer,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in SECTIONS));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}; there are ${Object.keys(SECTIONS).join(', ')}`);
  process.exit(2);
}
for (const [name, section] of Object.entries(SECTIONS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n── ${name}`);
  await section();
}
