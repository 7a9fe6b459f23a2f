// Other files of the request: which of them an import or a class name means, lowered and run when first needed.
import type { FactIndex } from '../facts/compile.ts';
import type { ClassDefinition, Program, TypeName } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import { indexProgram } from '../program-index.ts';
import { type ModulePath, modulePaths } from '../project/module-resolution.ts';
import { createSourceTree, normalisePath, type ProjectFile, type SourceTree } from '../project/source-tree.ts';
import { type ClassRecord, createClassRecord } from './class-record.ts';
import { makeClass } from './classes.ts';
import { exportNamed } from './exports.ts';
import { evaluate } from './expression.ts';
import { memberOfPackage } from './go-packages.ts';
import type { Pass } from './pass.ts';
import { createInstance, type ProgramInstance } from './program-instance.ts';
import { runSteps } from './steps.ts';
import { callableValue, type Key, recordValue, type Value } from './value.ts';

/** What the engine gives the pass so that it can open other files. */
export interface Modules {
  readonly files: readonly ProjectFile[];
  /** lowers a context file; null when its language is not analysed or it cannot be parsed */
  readonly open: (file: ProjectFile) => Program | null;
  readonly factsOf: (language: string) => FactIndex;
  /** the file that was asked about and the context files */
  readonly tree: SourceTree;
  /** by path */
  readonly opened: Map<string, ProgramInstance | null>;
  /** simple class name → context files that may declare it (Java) */
  readonly byClassName: ReadonlyMap<string, readonly ProjectFile[]>;
  /** exports that are being looked up: files may export what they import from each other, in a circle */
  readonly lookups: Set<string>;
}

export function createModules(
  main: ProjectFile,
  files: readonly ProjectFile[],
  open: Modules['open'],
  factsOf: Modules['factsOf'],
): Modules {
  const byClassName = new Map<string, ProjectFile[]>();
  for (const file of files) {
    const match = /([^/\\]+)\.java$/.exec(file.path);
    if (match) byClassName.set(match[1], [...(byClassName.get(match[1]) ?? []), file]);
  }
  const tree = createSourceTree([main, ...files]);
  return { files, open, factsOf, tree, opened: new Map(), byClassName, lookups: new Set() };
}

/** The instance of a context file, its top level run; null when it cannot be analysed. */
export function openFile(pass: Pass, file: ProjectFile): ProgramInstance | null {
  const { modules } = pass;
  const path = normalisePath(file.path);
  const known = modules.opened.get(path);
  if (known !== undefined) return known;
  if (pass.reporter.silent >= LIMITS.openingDepth) return null;
  const program = modules.open(file);
  if (program === null) {
    modules.opened.set(path, null);
    return null;
  }
  const instance = createInstance(program, modules.factsOf(program.language), indexProgram(program), false);
  modules.opened.set(path, instance);
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
  for (const { path, rest } of pathsOf(pass, instance, module, name)) {
    const file = pass.modules.tree.file(path);
    const opened = file === undefined ? null : openFile(pass, file);
    if (opened === null) continue;
    const value = rest === null ? moduleValue(pass, opened) : exportOf(pass, opened, rest);
    if (value !== null) return value;
  }
  return null;
}

/** `module.name` where the module is a file of the project; null when it is not, or has nothing of that name. */
export function memberOfModule(pass: Pass, instance: ProgramInstance, module: string, name: string): Value | null {
  const { language } = instance.program;
  if (language === 'java' || language === 'go') return null;
  return importValue(pass, instance, module, name);
}

/** The class of another file behind a type that is written with its module: `./store.Store`, `.store.Store`. */
export function classOfModule(pass: Pass, instance: ProgramInstance, type: TypeName): ClassRecord | null {
  const dot = type.lastIndexOf('.');
  if (dot <= 0 || pass.modules.files.length === 0) return null;
  const value = importValue(pass, instance, type.slice(0, dot), type.slice(dot + 1));
  const callable = value?.callables?.find((each) => each.kind === 'class');
  return callable?.kind === 'class' ? callable.record : null;
}

function pathsOf(pass: Pass, instance: ProgramInstance, module: string, name: string | null): readonly ModulePath[] {
  const { language, path } = instance.program;
  let ofModule = instance.importPaths.get(module);
  if (ofModule === undefined) {
    ofModule = new Map();
    instance.importPaths.set(module, ofModule);
  }
  let found = ofModule.get(name);
  if (found === undefined) {
    found = modulePaths(pass.modules.tree, language, path, module, name);
    ofModule.set(name, found);
  }
  return found;
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
  const { lookups } = pass.modules;
  const key = `${opened.program.path}\n${name}`;
  if (lookups.has(key)) return null;
  lookups.add(key);
  const value = ownExport(pass, opened, name) ?? passedOn(pass, opened, name);
  lookups.delete(key);
  return value;
}

function ownExport(pass: Pass, opened: ProgramInstance, name: string): Value | null {
  const found = exportNamed(opened.program, name);
  if (found) return evaluate(pass, opened.frame, found.value);
  // CommonJS: what is exported is one object, and the name one of its members.
  const whole = exportNamed(opened.program, 'default');
  return whole ? (evaluate(pass, opened.frame, whole.value).kids?.get(name) ?? null) : null;
}

/** A name of another file that this one hands on: `export * from './m'`, `from .m import *`. */
function passedOn(pass: Pass, opened: ProgramInstance, name: string): Value | null {
  for (const module of modulesPassedOn(opened.program)) {
    const value = importValue(pass, opened, module, name);
    if (value !== null) return value;
  }
  return null;
}

function modulesPassedOn(program: Program): readonly string[] {
  if (program.language === 'python') return program.wildcards;
  return program.exports.flatMap(({ name, value }) =>
    name === '*' && value.kind === 'import' && value.name === null ? [value.module] : [],
  );
}

/** A module as an object of its exports. What it only hands on is looked up when it is asked for. */
function moduleValue(pass: Pass, opened: ProgramInstance): Value {
  const kids = new Map<Key, Value>();
  const { exports } = opened.program;
  const commonJs = exports.find(({ value }) => value.kind === 'variable' && value.variable.name === 'module.exports');
  if (commonJs) return evaluate(pass, opened.frame, commonJs.value);
  for (const each of exports) {
    if (each.value.kind !== 'import') kids.set(each.name, evaluate(pass, opened.frame, each.value));
  }
  const whole = kids.get('default');
  if (whole !== undefined && exports.length === 1) return whole;
  return recordValue(kids, null, null, 0);
}
