// Other files of the request: which of them an import or a class name means, lowered and run when first needed.
import type { FactIndex } from '../facts/compile.ts';
import type { ClassDefinition, Program, TypeName } from '../ir.ts';
import { indexProgram } from '../program-index.ts';
import { type ClassRecord, createClassRecord } from './class-record.ts';
import { makeClass } from './classes.ts';
import { evaluate } from './expression.ts';
import { memberOfPackage } from './go-packages.ts';
import { modulePaths } from './module-paths.ts';
import type { Pass } from './pass.ts';
import { createInstance, type ProgramInstance } from './program-instance.ts';
import { runSteps } from './steps.ts';
import { callableValue, type Key, recordValue, type Value } from './value.ts';

export interface ContextFile {
  readonly path: string;
  readonly code: string;
}

/** What the engine gives the pass so that it can open other files. */
export interface Modules {
  readonly files: readonly ContextFile[];
  /** lowers a context file; null when its language is not analysed or it cannot be parsed */
  readonly open: (file: ContextFile) => Program | null;
  readonly factsOf: (language: string) => FactIndex;
  readonly opened: Map<string, ProgramInstance | null>;
  /** simple class name → context files that may declare it (Java) */
  readonly byClassName: ReadonlyMap<string, readonly ContextFile[]>;
  readonly byPath: ReadonlyMap<string, ContextFile>;
}

export function createModules(
  files: readonly ContextFile[],
  open: Modules['open'],
  factsOf: Modules['factsOf'],
): Modules {
  const byClassName = new Map<string, ContextFile[]>();
  const byPath = new Map<string, ContextFile>();
  for (const file of files) {
    byPath.set(normalisePath(file.path), file);
    const match = /([^/\\]+)\.java$/.exec(file.path);
    if (match) byClassName.set(match[1], [...(byClassName.get(match[1]) ?? []), file]);
  }
  return { files, open, factsOf, opened: new Map(), byClassName, byPath };
}

export function normalisePath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
}

/** The instance of a context file, its top level run; null when it cannot be analysed. */
export function openFile(pass: Pass, file: ContextFile): ProgramInstance | null {
  const { modules } = pass;
  const known = modules.opened.get(file.path);
  if (known !== undefined) return known;
  const program = modules.open(file);
  if (program === null) {
    modules.opened.set(file.path, null);
    return null;
  }
  const instance = createInstance(program, modules.factsOf(program.language), indexProgram(program), false);
  modules.opened.set(file.path, instance);
  pass.reporter.silent++;
  startProgram(pass, instance);
  pass.reporter.silent--;
  return instance;
}

/** Makes the classes of a file known and runs its own steps. */
export function startProgram(pass: Pass, instance: ProgramInstance): void {
  if (instance.started) return;
  instance.started = true;
  for (const definition of instance.program.classes) {
    if (definition.qualifiedName !== '' && !pass.classes.has(definition.qualifiedName))
      ensureRecord(pass, instance, definition);
  }
  runSteps(pass, instance.frame, instance.program.main.body);
  for (const definition of instance.program.classes) {
    const record = instance.classes.get(definition);
    if (
      record &&
      !record.made &&
      (instance.index.classScopes.get(definition) ?? instance.program.main) === instance.program.main
    )
      makeClass(pass, instance.frame, record);
  }
}

/** The record of a class; its body runs when its definition is reached. */
export function ensureRecord(pass: Pass, instance: ProgramInstance, definition: ClassDefinition): ClassRecord {
  let record = instance.classes.get(definition);
  if (!record) {
    record = createClassRecord(definition, instance, instance.frame);
    instance.classes.set(definition, record);
    if (definition.qualifiedName !== '') pass.classes.set(definition.qualifiedName, record);
  }
  return record;
}

/** The class that a name in that file means: one of the file, of its package, of a package imported whole. */
export function classNamed(pass: Pass, instance: ProgramInstance, name: TypeName): ClassRecord | null {
  const known = pass.classes.get(name);
  if (known) return known;
  const { program } = instance;
  if (program.language !== 'java') return null;
  const simple = name.slice(name.lastIndexOf('.') + 1);
  const candidates = pass.modules.byClassName.get(simple);
  if (candidates === undefined) {
    return program.namespace === '' || name.includes('.')
      ? null
      : (pass.classes.get(`${program.namespace}.${name}`) ?? null);
  }
  const packages = name.includes('.') ? [] : [program.namespace, ...program.wildcards];
  for (const file of candidates) {
    const opened = openFile(pass, file);
    if (opened === null) continue;
    const qualified = opened.program.namespace === '' ? simple : `${opened.program.namespace}.${simple}`;
    if (qualified === name || packages.includes(opened.program.namespace)) return pass.classes.get(qualified) ?? null;
  }
  return null;
}

/** What an import gives when the module is one of the request's files; null when it is not. */
export function importValue(pass: Pass, instance: ProgramInstance, module: string, name: string | null): Value | null {
  if (instance.program.language === 'java') {
    const record = classNamed(pass, instance, module);
    if (record === null) return null;
    const value = callableValue({ kind: 'class', definition: record.definition, record });
    return name === null ? value : (record.statics.get(name) ?? staticMethod(record, name));
  }
  if (pass.modules.files.length === 0) return null;
  if (instance.program.language === 'go') return name === null ? null : memberOfPackage(pass, instance, module, name);
  for (const { path, rest } of modulePaths(instance.program, module, name)) {
    const file = pass.modules.byPath.get(path);
    if (!file || normalisePath(file.path) === normalisePath(instance.program.path)) continue;
    const opened = openFile(pass, file);
    if (opened === null) continue;
    return rest === null ? moduleValue(pass, opened) : exportOf(pass, opened, rest);
  }
  return null;
}

function staticMethod(record: ClassRecord, name: string): Value | null {
  const definition = record.methods.get(name)?.[0];
  if (!definition) return null;
  return callableValue({
    kind: 'function',
    definition,
    instance: record.instance,
    scope: record.scope,
    self: null,
    owner: record,
  });
}

function exportOf(pass: Pass, opened: ProgramInstance, name: string): Value | null {
  const found = opened.program.exports.find((each) => each.name === name);
  if (found) return evaluate(pass, opened.frame, found.value);
  // CommonJS: what is exported is one object, and the name one of its members.
  const whole = opened.program.exports.find((each) => each.name === 'default');
  return whole ? (evaluate(pass, opened.frame, whole.value).kids?.get(name) ?? null) : null;
}

/** A module as an object of its exports. */
function moduleValue(pass: Pass, opened: ProgramInstance): Value {
  const kids = new Map<Key, Value>();
  const { exports } = opened.program;
  const commonJs = exports.find(({ value }) => value.kind === 'variable' && value.variable.name === 'module.exports');
  if (commonJs) return evaluate(pass, opened.frame, commonJs.value);
  for (const each of exports) kids.set(each.name, evaluate(pass, opened.frame, each.value));
  const whole = kids.get('default');
  if (whole !== undefined && exports.length === 1) return whole;
  return recordValue(kids, null, null, 0);
}
