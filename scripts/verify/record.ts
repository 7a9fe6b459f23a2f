// Dated records of verification runs, newest last, in docs/.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root.ts';

/** Appends `text` (Markdown) to docs/records/<name>.md under a heading of date, commit and machine. */
export function appendRecord(name: string, text: string): void {
  const file = join(repositoryRoot, 'docs/records', `${name}.md`);
  if (!existsSync(file)) writeFileSync(file, `# Records of \`npm run verify ${name}\`\n`);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: repositoryRoot,
    encoding: 'utf8',
  }).trim();
  const date = new Date().toISOString().slice(0, 10);
  appendFileSync(
    file,
    `\n## ${date}, commit ${commit}, ${cpus().length} cores, Node ${process.version}\n\n${text.trim()}\n`,
  );
  console.log(`recorded in docs/records/${name}.md`);
}
