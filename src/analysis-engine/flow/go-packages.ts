// Go's packages among the files of a request: all files of one folder are one package, and an import names the folder.
import type { TypeName } from '../ir.ts';
import { goPackageFiles } from '../project/go-modules.ts';
import type { ProjectFile } from '../project/source-tree.ts';
import type { ClassRecord } from './class-record.ts';
import { exportNamed } from './exports.ts';
import { evaluate } from './expression.ts';
import { type Modules, openFile } from './modules.ts';
import type { Pass } from './pass.ts';
import type { ProgramInstance } from './program-instance.ts';
import type { Value } from './value.ts';

interface KnownPackages {
  /** folder or import path → its files */
  readonly files: Map<string, readonly ProjectFile[]>;
  /** the same, of them only those whose text holds a name: package → name → files */
  readonly withName: Map<string, Map<string, NameSearch>>;
  /** type → its class, null when no file has it */
  readonly classes: Map<TypeName, ClassRecord | null>;
}

const KNOWN = new WeakMap<Modules, KnownPackages>();

function knownPackages(modules: Modules): KnownPackages {
  const known = KNOWN.get(modules) ?? { files: new Map(), withName: new Map(), classes: new Map() };
  KNOWN.set(modules, known);
  return known;
}

/** Without a module it is the file's own package, which the file itself is left out of. */
function keyOfPackage({ program }: ProgramInstance, module: string | null): string {
  return module === null ? `./${program.path}` : module;
}

/** The other files of the package that an import names; without one those of the file's own package. */
function filesOfPackage(pass: Pass, instance: ProgramInstance, module: string | null): readonly ProjectFile[] {
  const { path } = instance.program;
  const { files } = knownPackages(pass.modules);
  const key = keyOfPackage(instance, module);
  let found = files.get(key);
  if (found === undefined) {
    found = goPackageFiles(pass.modules.tree, path, module);
    files.set(key, found);
  }
  return found;
}

/** Of the files of a package those whose text holds a name, as far as they were looked for: only texts that matter are read. */
interface NameSearch {
  readonly found: ProjectFile[];
  /** files of the package that were looked at */
  looked: number;
}

/** A package may have a hundred files, and the same names are asked for again and again. */
function searchOf(pass: Pass, instance: ProgramInstance, module: string | null, name: string): NameSearch {
  const { withName } = knownPackages(pass.modules);
  const key = keyOfPackage(instance, module);
  let ofPackage = withName.get(key);
  if (ofPackage === undefined) {
    ofPackage = new Map();
    withName.set(key, ofPackage);
  }
  let search = ofPackage.get(name);
  if (search === undefined) {
    search = { found: [], looked: 0 };
    ofPackage.set(name, search);
  }
  return search;
}

/** The file at that place among those whose text holds the name. */
function fileWithName(
  search: NameSearch,
  files: readonly ProjectFile[],
  name: string,
  place: number,
): ProjectFile | undefined {
  while (search.found.length <= place && search.looked < files.length) {
    const file = files[search.looked++];
    if (file.code.includes(name)) search.found.push(file);
  }
  return search.found[place];
}

/** What a package of the request declares under a name; `module` null is the file's own package. Null: nothing. */
export function memberOfPackage(
  pass: Pass,
  instance: ProgramInstance,
  module: string | null,
  name: string,
): Value | null {
  if (pass.modules.files.length === 0) return null;
  const files = filesOfPackage(pass, instance, module);
  const search = searchOf(pass, instance, module, name);
  for (let place = 0; ; place++) {
    const file = fileWithName(search, files, name, place);
    if (file === undefined) return null;
    const opened = openFile(pass, file);
    const found = opened === null ? undefined : exportNamed(opened.program, name);
    if (opened && found) return evaluate(pass, opened.frame, found.value);
  }
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
