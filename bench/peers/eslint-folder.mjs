// Every JavaScript and TypeScript file below a folder through the ESLint of this folder: node eslint-folder.mjs FOLDER
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { createPeer } from './eslint.mjs';

const LANGUAGES = {
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'javascript',
  '.ts': 'typescript',
  '.tsx': 'typescript',
};
const [, , folder] = process.argv;
const peer = await createPeer();
let messages = 0;
for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  const language = LANGUAGES[extname(name)];
  if (language !== undefined) messages += peer.lint(language, readFileSync(join(folder, name), 'utf8'));
}
console.log(messages);
