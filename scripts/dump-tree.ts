// Prints the syntax tree of a file, for whoever writes a lowering or a rule: npx tsx scripts/dump-tree.ts FILE [--named]
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { dumpTree } from '../src/analysis-engine/parsing/index.ts';
import { parserForTests } from '../src/analysis-engine/testing/load-grammar.ts';

const LANGUAGE_OF_EXTENSION: Readonly<Record<string, string>> = {
  '.py': 'python',
  '.pyi': 'python',
  '.java': 'java',
  '.js': 'javascript',
  '.jsx': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
  '.go': 'go',
  '.tsx': 'typescript',
};

const files = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const namedOnly = process.argv.includes('--named');
if (files.length === 0) {
  process.stderr.write('usage: npx tsx scripts/dump-tree.ts FILE… [--named]\n');
  process.exit(2);
}
const parser = await parserForTests();
for (const file of files) {
  const language = LANGUAGE_OF_EXTENSION[extname(file).toLowerCase()];
  if (!language) throw new Error(`No grammar for ${file}.`);
  const tree = parser.parseFile(await readFile(file, 'utf8'), language, file);
  process.stdout.write(`${file}: ${tree.count} nodes, ${tree.errorCount} errors, grammar ${tree.grammar.name}\n`);
  process.stdout.write(dumpTree(tree, { namedOnly }));
}
