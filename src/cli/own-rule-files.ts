// Own rules and facts on disk: `.assay/rules/` and `.assay/facts.yaml` of the project, and what the command line names.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { closest } from '../analysis-engine/index.ts';
import { AssayError } from '../errors.ts';
import { type OwnDocument, type OwnDocuments, ownDocuments, readRuleDocument } from '../model-service/index.ts';
import { BUILT_IN_RULES } from '../rules/index.ts';

export const OWN_FOLDER = '.assay';
const FACTS = ['facts.yaml', 'facts.yml'];
const IS_DOCUMENT = /\.ya?ml$/;
/** What a rule is tested on, and what its fix makes of that, may be YAML as well. */
const IS_TEST = /\.(?:test|fixed)\.ya?ml$/;

/**
 * The documents of the project around a directory (the nearest folder above it, or itself, that has `.assay`), and those
 * that are named. Throws AssayError `not_found` for a name without a file.
 */
export function findOwnDocuments(directory: string, named: readonly string[]): OwnDocuments {
  const folder = ownFolderAbove(directory);
  const rules = new Set<string>();
  if (folder !== null) for (const file of documentsBelow(join(folder, 'rules'))) rules.add(file);
  for (const name of named) for (const file of namedDocuments(resolve(directory, name), name)) rules.add(file);
  const facts = folder === null ? [] : FACTS.map((name) => join(folder, name)).filter(isFile);
  const read = (file: string) => readDocument(file, directory);
  return ownDocuments([...rules].map(read), facts.map(read));
}

export const hasDocuments = ({ rules, facts }: OwnDocuments): boolean => rules.length + facts.length > 0;

/** Ids of all rules that can be read, in the order of the documents. */
const ownRuleIds = ({ rules }: OwnDocuments): string[] =>
  rules.flatMap((document) => readRuleDocument(document).rules.map(({ id }) => id));

/** Throws AssayError `invalid_request` for an id that neither a built-in nor an own rule has. */
export function checkRuleIds(wanted: readonly string[], own: OwnDocuments): void {
  const ids = [...ownRuleIds(own), ...BUILT_IN_RULES.map((rule) => rule.id)];
  for (const id of wanted) {
    if (ids.includes(id)) continue;
    const near = closest(id, ids);
    const help = near === null ? `The rules are ${ids.join(', ')}.` : `Did you mean ${near}?`;
    throw new AssayError('invalid_request', { detail: `There is no rule ${id}. ${help}` });
  }
}

/** Ids of the rules to leave out so that only own ones run. Throws AssayError `invalid_request` when there are none of those. */
export function builtInRuleIds(own: OwnDocuments): string[] {
  if (own.rules.length === 0) {
    const detail = `There are no own rules to run: name them by --rules, or put them into ${OWN_FOLDER}/rules.`;
    throw new AssayError('invalid_request', { detail });
  }
  return BUILT_IN_RULES.map(({ id }) => id);
}

/** Documents of rules that a file or a folder holds. Throws AssayError `not_found`. */
export function namedDocuments(path: string, name: string): string[] {
  if (isFile(path)) return [path];
  const found = documentsBelow(path);
  if (found.length === 0) throw new AssayError('not_found', { detail: `There is no file of rules at ${name}.` });
  return found;
}

/** What is beside a document for its tests: the same name with the ending of a language, or `.test.yaml`. */
export function testFilesOf(document: string): string[] {
  const stem = basename(document).replace(IS_DOCUMENT, '');
  return entriesOf(dirname(document))
    .filter((name) => name.startsWith(`${stem}.`) && (!IS_DOCUMENT.test(name) || IS_TEST.test(name)))
    .filter((name) => !name.includes('.fixed.'))
    .map((name) => join(dirname(document), name))
    .filter(isFile);
}

export function readDocument(file: string, directory: string): OwnDocument {
  return { name: relative(directory, file).split(sep).join('/'), text: readFileSync(file, 'utf8') };
}

function ownFolderAbove(directory: string): string | null {
  for (let at = directory; ; at = dirname(at)) {
    const folder = join(at, OWN_FOLDER);
    if (entriesOf(folder).length > 0) return folder;
    // Beyond the repository lies somebody else's.
    if (entriesOf(at).includes('.git') || dirname(at) === at) return null;
  }
}

function documentsBelow(folder: string): string[] {
  return entriesOf(folder, true)
    .filter((name) => IS_DOCUMENT.test(name) && !IS_TEST.test(name))
    .map((name) => join(folder, name))
    .filter(isFile);
}

/** Names in a folder in their order; none where there is no folder. */
function entriesOf(folder: string, recursive = false): string[] {
  try {
    return readdirSync(folder, { recursive, encoding: 'utf8' }).sort();
  } catch {
    return [];
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
