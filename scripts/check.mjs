// `npm run check`: exactly what CI runs, in the order in which a mistake shows soonest.
import { spawnSync } from 'node:child_process';

const STEPS = [
  ['types', 'npm', ['run', '--silent', 'types']],
  ['lint and format', 'npm', ['run', '--silent', 'lint']],
  ['unused code and dependencies', 'npm', ['run', '--silent', 'unused']],
  ['generated files', 'npm', ['run', '--silent', 'generate', '--', '--check']],
  ['tests (boundaries among them)', 'npm', ['test', '--silent']],
];

for (const [name, command, args] of STEPS) {
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`check: ${name} failed`);
    process.exit(status ?? 1);
  }
}
