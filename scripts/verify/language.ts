// `npm run verify language -- --cases DIR[,DIR] [--served] [--peer NAME --peer-dir DIR] […]`: scores the shipped language identifier
// on cases that bench/yardsticks/language/prepare.mjs cut out of repositories, and peers in the same run. Other options go to the scorer.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { BENCH_KEY, startServer } from '../../bench/server.ts';
import { repositoryRoot } from '../repository-root.ts';
import { appendRecord } from './record.ts';

const SCORER = join(repositoryRoot, 'bench/yardsticks/language/score.mjs');
const MODULE = join(repositoryRoot, 'scripts/verify/language/detect.ts');

function score(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', SCORER, ...args], {
      cwd: repositoryRoot,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      process.stdout.write(chunk);
    });
    child.on('close', (code) =>
      code === 0 ? resolve(output.trim()) : reject(new Error(`the scorer ended with ${code}`)),
    );
  });
}

/** The detector of this build: in this process, or as a server's clients see it. */
async function scoreOurs(args: readonly string[], isServed: boolean): Promise<string> {
  if (!isServed) return score(['--module', MODULE, ...args]);
  const server = await startServer();
  try {
    return await score(['--url', server.url, '--header', `Authorization: Bearer ${BENCH_KEY}`, ...args]);
  } finally {
    await server.stop();
  }
}

export async function verifyLanguage(args: readonly string[]): Promise<void> {
  if (!args.includes('--cases')) {
    throw new Error('--cases DIR is needed: cases made by bench/yardsticks/language/prepare.mjs');
  }
  const peers: string[] = [];
  const shared: string[] = [];
  let peerDirectory: readonly string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [name = '', value = ''] = [args[index], args[index + 1]];
    if (name === '--served') continue;
    if (name === '--peer') peers.push(value);
    else if (name === '--peer-dir') peerDirectory = [name, value];
    else shared.push(name, value);
    index++;
  }
  const isServed = args.includes('--served');
  const outputs = [await scoreOurs(shared, isServed)];
  for (const peer of peers) outputs.push(await score(['--peer', peer, ...peerDirectory, ...shared]));
  const told = shared.filter((_, index) => shared[index - 1] !== '--cases' && shared[index] !== '--cases');
  const record = outputs.map((output) => `\`\`\`\n${output}\n\`\`\``).join('\n\n');
  appendRecord('language', `Options: ${[...told, ...(isServed ? ['--served'] : [])].join(' ') || 'none'}\n\n${record}`);
}
