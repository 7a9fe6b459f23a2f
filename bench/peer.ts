// Assay's engine against ESLint with its security plug-ins, on the same files in the same run, in turns.
import { join } from 'node:path';
import { createEngine } from '../src/analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../src/model-service/issue-identification/grammar-files.ts';
import { BUILT_IN_RULES } from '../src/rules/index.ts';
import { installPeers, PEERS } from './installed-peers.ts';
import { engineSamples, type Sample } from './samples.ts';
import { median, printTable, timeEach } from './statistics.ts';

const ROUNDS = 3;
const FILES = 60;

interface PeerModule {
  createPeer(): Promise<{ lint(language: string, code: string): number }>;
}

/** Prints milliseconds a file of both, and the ratio; rounds alternate so that a slow machine slows both. */
export async function benchPeer(): Promise<void> {
  installPeers();
  const { createPeer } = (await import(join(PEERS, 'eslint.mjs'))) as PeerModule;
  const peer = await createPeer();
  const engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
  const rows: string[][] = [];
  for (const language of ['javascript', 'typescript']) {
    await engine.prepare(language);
    const samples: readonly Sample[] = engineSamples(null)[language].slice(0, FILES);
    const ours: number[] = [];
    const theirs: number[] = [];
    const run = () => samples.forEach(({ path, code }) => void engine.analyze({ code, language, path, files: [] }));
    const runPeer = () => samples.forEach(({ code }) => void peer.lint(language, code));
    run();
    runPeer();
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(...timeEach(1, run));
      theirs.push(...timeEach(1, runPeer));
    }
    const [a, b] = [median(ours) / samples.length, median(theirs) / samples.length];
    rows.push([language, String(samples.length), a.toFixed(2), b.toFixed(2), (b / a).toFixed(1)]);
  }
  printTable(['language', 'files', 'Assay ms/file', 'ESLint + security + sonarjs ms/file', 'times faster'], rows);
}
