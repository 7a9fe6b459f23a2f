// `npm run verify accuracy -- --corpus-dir DIR [--corpus NAME] […]`: scores a server of this build on a labelled corpus
// that bench/yardsticks/issues/prepare.mjs cut out of a repository. Other options go to the scorer.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { BENCH_KEY, startServer } from '../../bench/server.ts';
import { repositoryRoot } from '../repository-root.ts';
import { appendRecord } from './record.ts';

const SCORER = join(repositoryRoot, 'bench/yardsticks/issues/score.mjs');

function score(url: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SCORER, '--url', url, '--api-key', BENCH_KEY, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      process.stdout.write(chunk);
    });
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`the scorer ended with ${code}`))));
  });
}

export async function verifyAccuracy(args: readonly string[]): Promise<void> {
  if (!args.includes('--corpus-dir'))
    throw new Error('--corpus-dir DIR is needed: a corpus made by bench/yardsticks/issues/prepare.mjs');
  const server = await startServer();
  try {
    const told = args.filter((arg, index) => arg !== '--corpus-dir' && args[index - 1] !== '--corpus-dir');
    const output = (await score(server.url, args)).trim();
    appendRecord('accuracy', `Options: ${told.join(' ') || 'none'}\n\n\`\`\`\n${output}\n\`\`\``);
  } finally {
    await server.stop();
  }
}
