// What a name stands for that is no variable: built-ins, imported modules, types, other files' exports.
import type { TypeName } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import type { ClassRecord } from './class-record.ts';
import type { Frame } from './frame.ts';
import { classOfPackage, memberOfPackage } from './go-packages.ts';
import { readFact } from './library-value.ts';
import { classNamed, classOfModule, importValue } from './modules.ts';
import type { Pass } from './pass.ts';
import type { ProgramInstance } from './program-instance.ts';
import { callableValue, symbolValue, UNKNOWN, type Value } from './value.ts';

/** A name that no scope of its file declares. */
export function readGlobal(pass: Pass, frame: Frame, node: NodeIndex, name: string): Value {
  const assigned = pass.globals.get(name);
  pass.sharedReads++;
  if (assigned !== undefined) return assigned;
  const record = classNamed(pass, frame.instance, name);
  if (record !== null) return callableValue({ kind: 'class', definition: record.definition, record });
  if (frame.instance.program.language === 'go') {
    const declared = memberOfPackage(pass, frame.instance, null, name);
    if (declared !== null) return declared;
    const unimported = `unimported/${name}`;
    if (frame.instance.facts.canonicalName(unimported) !== unimported) return readSymbol(pass, frame, node, unimported);
  }
  const handedOn = importedWhole(pass, frame.instance, name);
  if (handedOn !== null) return handedOn;
  return handedAround(pass, frame, node, null, name) ?? readSymbol(pass, frame, node, qualify(frame.instance, name));
}

/** A variable that projects keep in modules of their own under the name that everybody gives it. */
function handedAround(pass: Pass, frame: Frame, node: NodeIndex, module: string | null, name: string): Value | null {
  const fact = frame.instance.facts.handedAround(module, name);
  return fact === undefined ? null : readFact(pass, frame, node, { name, fact }, UNKNOWN);
}

/** A name out of `from m import *`, where `m` is a file of the project. */
function importedWhole(pass: Pass, instance: ProgramInstance, name: string): Value | null {
  const { language, wildcards } = instance.program;
  if (language !== 'python') return null;
  for (const module of wildcards) {
    const value = importValue(pass, instance, module, name);
    if (value !== null) return value;
  }
  return null;
}

/** `import m` or `from m import name`; `name` null is the module itself (or the Java class). */
export function readImport(pass: Pass, frame: Frame, node: NodeIndex, module: string, name: string | null): Value {
  const imported = importValue(pass, frame.instance, module, name);
  if (imported !== null) return imported;
  const around = name === null ? null : handedAround(pass, frame, node, module, name);
  if (around !== null) return around;
  return readSymbol(pass, frame, node, name === null || name === 'default' ? module : `${module}.${name}`);
}

/** After `import a.b` the member `b` of package `a` is the file `a/b.py`, whether or not the package has a file of its own. */
export function readSubmodule(pass: Pass, instance: ProgramInstance, name: string): Value | null {
  if (instance.program.language !== 'python' || pass.modules.files.length === 0) return null;
  if (instance.noModules.has(name)) return null;
  const module = importValue(pass, instance, name, null);
  if (module === null) instance.noModules.add(name);
  return module;
}

/** The value that the facts give a symbol, or the symbol itself. */
export function readSymbol(pass: Pass, frame: Frame, node: NodeIndex, written: string): Value {
  const { facts } = frame.instance;
  const name = facts.canonicalName(written);
  const fact = facts.valueNamed(name);
  return fact === undefined ? symbolValue(name) : readFact(pass, frame, node, fact, symbolValue(name));
}

/** The qualified name of a type as written in that file; remembered, since types are asked for all the time. */
export function resolveType(instance: ProgramInstance, type: TypeName): TypeName {
  let resolved = instance.typeNames.get(type);
  if (resolved === undefined) {
    resolved = type.endsWith('[]') ? `${qualify(instance, type.slice(0, -2))}[]` : qualify(instance, type);
    instance.typeNames.set(type, resolved);
  }
  return resolved;
}

const BUILT_IN: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'char', 'list', 'record', 'function']);

/** Completes simple names: packages imported whole, the language's own package, then the only known type of that name. */
function qualify(instance: ProgramInstance, written: string): string {
  const { facts, program } = instance;
  if (/^[./]/.test(written)) return simpleName(instance, written);
  const name = facts.canonicalName(written);
  if (BUILT_IN.has(name) || name.includes('.') || facts.knows(name)) return name;
  if (program.language !== 'java') return name;
  for (const wildcard of program.wildcards) {
    const candidate = facts.canonicalName(`${wildcard}.${name}`);
    if (facts.knows(candidate)) return candidate;
  }
  if (facts.knows(`java.lang.${name}`)) return `java.lang.${name}`;
  const known = facts.withSimpleName(name);
  return known.length === 1 ? known[0] : name;
}

/** Classes of the project's own files are known by their simple names; the module tells where to look for them. */
function simpleName(instance: ProgramInstance, written: TypeName): TypeName {
  const simple = written.slice(written.lastIndexOf('.') + 1);
  instance.moduleTypes.set(simple, written);
  return simple;
}

/** The class of the analysed files behind a type name, if it is one. */
export function recordOfType(pass: Pass, instance: ProgramInstance, type: TypeName): ClassRecord | null {
  const written = instance.moduleTypes.get(type);
  const named = written === undefined ? null : classOfModule(pass, instance, written);
  if (named !== null) return named;
  const known = pass.classes.get(type);
  if (known !== undefined) return known;
  switch (instance.program.language) {
    case 'java':
      return classNamed(pass, instance, type);
    case 'go':
      return classOfPackage(pass, instance, type);
    default:
      return classOfModule(pass, instance, type);
  }
}
