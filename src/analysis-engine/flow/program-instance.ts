// A lowered file inside one analysis: everything the pass learns about its names, kept beside the shared, immutable IR.
import type { FactIndex } from '../facts/compile.ts';
import type { ClassDefinition, FunctionDefinition, Program, TypeName } from '../ir.ts';
import type { ProgramIndex } from '../program-index.ts';
import type { ModulePath } from '../project/module-resolution.ts';
import type { ClassRecord } from './class-record.ts';
import { createFrame, type Frame } from './frame.ts';
import type { Callable } from './value.ts';

export interface ProgramInstance {
  readonly program: Program;
  readonly facts: FactIndex;
  readonly index: ProgramIndex;
  /** its own steps' frame: the file's globals */
  readonly frame: Frame;
  readonly classes: Map<ClassDefinition, ClassRecord>;
  /** how functions came to be: the surroundings they carry */
  readonly functions: Map<FunctionDefinition, Callable>;
  /** how often each function was run, by id */
  readonly runs: Uint32Array;
  /** names in types as written → canonical, since each is asked for thousands of times */
  readonly typeNames: Map<TypeName, TypeName>;
  /** dotted names that are none of the request's files */
  readonly noModules: Set<string>;
  /** simple name of a type of the project → the same with its module, where a type was written: `./store.Store` */
  readonly moduleTypes: Map<TypeName, TypeName>;
  /** files that its imports may mean, by module and name */
  readonly importPaths: Map<string, Map<string | null, readonly ModulePath[]>>;
  /** of a file of settings: the type whose members its top-level assignments set */
  readonly settingsType: TypeName | null;
  /** the file that was asked about, not one of its context */
  readonly isMain: boolean;
  started: boolean;
}

export function createInstance(
  program: Program,
  facts: FactIndex,
  index: ProgramIndex,
  isMain: boolean,
): ProgramInstance {
  const instance: Omit<ProgramInstance, 'frame'> & { frame: Frame | null } = {
    program,
    facts,
    index,
    frame: null,
    classes: new Map(),
    functions: new Map(),
    runs: new Uint32Array(program.functions.length),
    typeNames: new Map(),
    moduleTypes: new Map(),
    importPaths: new Map(),
    noModules: new Set(),
    settingsType: settingsTypeOf(program, facts),
    isMain,
    started: false,
  };
  // The frame and its file know each other.
  instance.frame = createFrame(instance as ProgramInstance, program.main, null, null, 0);
  return instance as ProgramInstance;
}

function settingsTypeOf(program: Program, facts: FactIndex): TypeName | null {
  const { slots } = program.main;
  return facts.settings.find(({ names }) => names.some((name) => slots.includes(name)))?.type ?? null;
}
