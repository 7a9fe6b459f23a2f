// Go's packages among the files of a request: all files of one folder are one package, and an import names the folder.
import type { TypeName } from '../ir.ts';
import { goPackageFiles } from '../project/go-modules.ts';
import type { ProjectFile } from '../project/source-tree.ts';
import type { ClassRecord } from './class-record.ts';
import { evaluate } from './expression.ts';
import { type Modules, openFile } from './modules.ts';
import type { Pass } from './pass.ts';
import type { ProgramInstance } from './program-instance.ts';
import type { Value } from './value.ts';

interface KnownPackages {
  /** folder or import path → its files */
  readonly files: Map<string, readonly ProjectFile[]>;
  /** type → its class, null when no file has it */
  readonly classes: Map<TypeName, ClassRecord | null>;
}

const KNOWN = new WeakMap<Modules, KnownPackages>();

function knownPackages(modules: Modules): KnownPackages {
  const known = KNOWN.get(modules) ?? { files: new Map(), classes: new Map() };
  KNOWN.set(modules, known);
  return known;
}

/** The other files of the package that an import names; without one those of the file's own package. */
function filesOfPackage(pass: Pass, instance: ProgramInstance, module: string | null): readonly ProjectFile[] {
  const { path } = instance.program;
  const { files } = knownPackages(pass.modules);
  const key = module === null ? `./${path}` : module;
  let found = files.get(key);
  if (found === undefined) {
    found = goPackageFiles(pass.modules.tree, path, module);
    files.set(key, found);
  }
  return found;
}

/** What a package of the request declares under a name; `module` null is the file's own package. Null: nothing. */
export function memberOfPackage(
  pass: Pass,
  instance: ProgramInstance,
  module: string | null,
  name: string,
): Value | null {
  if (pass.modules.files.length === 0) return null;
  for (const file of filesOfPackage(pass, instance, module)) {
    // A package may have a hundred files.
    if (!file.code.includes(name)) continue;
    const opened = openFile(pass, file);
    const found = opened?.program.exports.find((each) => each.name === name);
    if (opened && found) return evaluate(pass, opened.frame, found.value);
  }
  return null;
}

/** The class behind a type of another file: `package.T` of the own package, `import/path.T` of another. */
export function classOfPackage(pass: Pass, instance: ProgramInstance, type: TypeName): ClassRecord | null {
  if (pass.modules.files.length === 0) return null;
  const { classes } = knownPackages(pass.modules);
  const known = classes.get(type);
  if (known !== undefined) return known;
  const dot = type.lastIndexOf('.');
  const owner = type.slice(0, Math.max(0, dot));
  const module = owner === instance.program.namespace ? null : owner;
  let record: ClassRecord | null = null;
  for (const file of filesOfPackage(pass, instance, module)) {
    const opened = openFile(pass, file);
    record ??= (opened && pass.classes.get(`${opened.program.namespace}.${type.slice(dot + 1)}`)) ?? null;
  }
  classes.set(type, record);
  return record;
}
