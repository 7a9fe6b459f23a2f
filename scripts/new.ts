// `npm run new rule|endpoint|language <name>` writes the files that such a thing consists of, with what is to be filled in.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endpointFiles } from './new/endpoint.ts';
import { languageFiles } from './new/language.ts';
import { ruleFiles } from './new/rule.ts';
import { repositoryRoot } from './repository-root.ts';

/** Path from the root → content. */
export type NewFiles = Readonly<Record<string, string>>;

const KINDS: Readonly<Record<string, { readonly files: (name: string) => NewFiles; readonly next: string }>> = {
  rule: {
    files: ruleFiles,
    next: 'Write the examples in its README first, then `npm run generate` and `npm test -- src/rules`.',
  },
  endpoint: {
    files: endpointFiles,
    next: 'Register it in src/application-server/endpoints.ts, then `npm test -- src/application-server`.',
  },
  language: {
    files: languageFiles,
    next: 'Name its grammar in parsing/grammars.ts and its front end in lowering/front-ends.ts, then `npm test -- src/analysis-engine`.',
  },
};

/** Writes the files of a new `kind` called `name`; returns their paths. Throws with a sentence when that cannot be. */
export function createNew(kind: string, name: string, root: string = repositoryRoot): string[] {
  const entry = KINDS[kind];
  if (entry === undefined) throw new Error(`there is no "${kind}" to make: ${Object.keys(KINDS).join(', ')}`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    throw new Error(`"${name}" is not a kebab-case name, such as sql-injection`);
  const files = entry.files(name);
  const taken = Object.keys(files).find((path) => existsSync(join(root, path)));
  if (taken !== undefined) throw new Error(`${taken} exists already`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return Object.keys(files);
}

function main(kind: string | undefined, name: string | undefined): void {
  if (kind === undefined || name === undefined) throw new Error('usage: npm run new rule|endpoint|language <name>');
  for (const path of createNew(kind, name)) console.log(`wrote ${path}`);
  console.log(KINDS[kind].next);
}

if (process.argv[1]?.endsWith('new.ts')) {
  try {
    main(process.argv[2], process.argv[3]);
  } catch (error) {
    console.error(`new: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
}
