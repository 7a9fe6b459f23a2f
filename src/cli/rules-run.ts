// What the commands about own rules do: each gives its output and its exit code.
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readConfiguration } from '../config/index.ts';
import { AssayError } from '../errors.ts';
import {
  createModelService,
  type ModelService,
  type OwnDocuments,
  ownDocuments,
  type RuleTest,
  testRules,
} from '../model-service/index.ts';
import { EXIT } from './exit-code.ts';
import {
  findOwnDocuments,
  hasDocuments,
  namedDocuments,
  OWN_FOLDER,
  readDocument,
  testFilesOf,
} from './own-rule-files.ts';
import { isPassed, problemsText, rulesText, testsText } from './rule-report.ts';

export interface CommandResult {
  readonly exit: number;
  readonly output: string;
}

export interface AddOptions {
  /** overwrite files of the same name */
  readonly replace: boolean;
}

const NONE: CommandResult = { exit: EXIT.clean, output: `There are no own rules: ${OWN_FOLDER}/rules is empty.\n` };

/** The named documents, or those of the project. */
function documentsOf(directory: string, paths: readonly string[]): OwnDocuments {
  if (paths.length === 0) return findOwnDocuments(directory, []);
  const files = paths.flatMap((path) => namedDocuments(resolve(directory, path), path));
  const isFacts = (file: string) => /^facts\.ya?ml$/.test(basename(file));
  const read = (wanted: boolean) =>
    files.filter((file) => isFacts(file) === wanted).map((file) => readDocument(file, directory));
  return ownDocuments(read(false), read(true));
}

/** In a thread of its own, bounded as analyses are: a rule may be hostile. */
async function withService<Result>(work: (service: ModelService) => Promise<Result>): Promise<Result> {
  const { analysisTimeoutMs: timeoutMs, analysisMemoryMb: memoryMb } = readConfiguration();
  const service = createModelService({ threads: 1, timeoutMs, memoryMb, maxQueue: 1 });
  try {
    return await work(service);
  } finally {
    await service.close();
  }
}

export async function lintRules(directory: string, paths: readonly string[]): Promise<CommandResult> {
  const documents = documentsOf(directory, paths);
  if (!hasDocuments(documents)) return NONE;
  const { rules, libraries, problems } = await withService((service) => service.checkDocuments(documents));
  const facts = libraries.length === 0 ? '' : ` Facts about ${libraries.join(', ')}.`;
  const output = `${problemsText(problems)}${rules.length} rules can run, ${problems.length} problems.${facts}\n`;
  return { exit: problems.length === 0 ? EXIT.clean : EXIT.findings, output };
}

export async function listRules(directory: string): Promise<CommandResult> {
  const documents = documentsOf(directory, []);
  if (!hasDocuments(documents)) return NONE;
  const { rules, problems } = await withService((service) => service.checkDocuments(documents));
  return { exit: EXIT.clean, output: `${rulesText(rules)}${problemsText(problems)}` };
}

export async function testRuleFiles(directory: string, paths: readonly string[]): Promise<CommandResult> {
  const documents = documentsOf(directory, paths);
  if (!hasDocuments(documents)) return NONE;
  const { tests, untested, problems } = await withService((service) => runTests(service, directory, documents));
  const isRight = problems.length === 0 && tests.every(isPassed);
  const output = `${problemsText(problems)}${testsText(tests, untested)}`;
  return { exit: isRight ? EXIT.clean : EXIT.findings, output };
}

async function runTests(service: ModelService, directory: string, documents: OwnDocuments) {
  const { rules, problems } = await service.checkDocuments(documents);
  const tests: RuleTest[] = [];
  for (const document of documents.rules) {
    const files = testFilesOf(resolve(directory, document.name)).map((file) => ({
      path: readDocument(file, directory).name,
      code: readFileSync(file, 'utf8'),
    }));
    // A document alone: its tests say nothing of other rules.
    tests.push(...(await testRules(service, ownDocuments([document], documents.facts), files)));
  }
  const tested = new Set(tests.map(({ ruleId }) => ruleId));
  const untested = rules.map(({ id }) => id).filter((id) => !tested.has(id));
  return { tests, untested, problems };
}

/** All or nothing: no file is copied when any rule is refused or fails a test, or a file is there already. */
export async function addRules(
  directory: string,
  paths: readonly string[],
  { replace }: AddOptions,
): Promise<CommandResult> {
  const documents = documentsOf(directory, paths);
  refuseTwins(documents);
  const { tests, untested, problems } = await withService((service) => runTests(service, directory, documents));
  const said = `${problemsText(problems)}${testsText(tests, untested)}`;
  if (problems.length > 0 || !tests.every(isPassed))
    return { exit: EXIT.findings, output: `${said}Nothing was added.\n` };
  const folder = join(OWN_FOLDER, 'rules');
  const files = documents.rules.flatMap(({ name }) => [
    resolve(directory, name),
    ...testFilesOf(resolve(directory, name)),
  ]);
  const targets = files.map((file) => ({ file, target: join(directory, folder, basename(file)) }));
  const taken = targets.filter(({ file, target }) => existsSync(target) && target !== file);
  if (taken.length > 0 && !replace) {
    const names = taken.map(({ target }) => basename(target)).join(', ');
    throw new AssayError('invalid_request', { detail: `${names}: there already; --replace overwrites.` });
  }
  mkdirSync(join(directory, folder), { recursive: true });
  for (const { file, target } of targets) if (target !== file) copyFileSync(file, target);
  return {
    exit: EXIT.clean,
    output: `${said}Added to ${folder}: ${targets.map(({ file }) => basename(file)).join(', ')}.\n`,
  };
}

/** In .assay/rules files lie side by side, and facts in a file of their own. Throws AssayError `invalid_request`. */
function refuseTwins({ rules, facts }: OwnDocuments): void {
  const names = rules.map(({ name }) => basename(name));
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin !== undefined) {
    throw new AssayError('invalid_request', {
      detail: `There are several files ${twin}; rename one, or add them apart.`,
    });
  }
  if (facts.length === 0) return;
  const detail = `${facts[0]?.name} holds facts, not rules: copy it to ${OWN_FOLDER}/facts.yaml.`;
  throw new AssayError('invalid_request', { detail });
}
