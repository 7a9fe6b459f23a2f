// What one walk over a program's IR tells before the pass: which names are called, which functions read an enclosing call's
// variables. Kept per program, since context files are shared by many analyses.

import type { ClassDefinition, Expression, FunctionDefinition, Loop, Program, Target } from './ir.ts';
import { type IrItem, isClass, isKinded, visitAnnotations, visitChildren } from './ir-children.ts';

export interface ProgramIndex {
  /** names that appear as callee, bare or as a member */
  readonly calledNames: ReadonlySet<string>;
  /** by function id: 1 when it or a function in it uses variables of an enclosing function other than the file */
  readonly captures: Uint8Array;
  /** by function id: how many functions enclose it, the file's own included */
  readonly nesting: Uint16Array;
  /** method → its class */
  readonly owners: ReadonlyMap<FunctionDefinition, ClassDefinition>;
  /** function → the function it is written in */
  readonly enclosing: ReadonlyMap<FunctionDefinition, FunctionDefinition>;
  /** class → the function it is written in */
  readonly classScopes: ReadonlyMap<ClassDefinition, FunctionDefinition>;
  /** loop → variables of its function that it assigns */
  readonly loopWrites: ReadonlyMap<Loop, ReadonlySet<number>>;
}

/** A loop around what is walked, and the one around it. */
interface LoopAround {
  readonly writes: Set<number>;
  readonly outer: LoopAround | null;
}

const KNOWN = new WeakMap<Program, ProgramIndex>();

/** The index of a program, made once. */
export function indexProgram(program: Program): ProgramIndex {
  const known = KNOWN.get(program);
  if (known) return known;
  const index = walk(program);
  KNOWN.set(program, index);
  return index;
}

interface Walk {
  readonly calledNames: Set<string>;
  readonly captures: Uint8Array;
  readonly nesting: Uint16Array;
  readonly owners: Map<FunctionDefinition, ClassDefinition>;
  readonly enclosing: Map<FunctionDefinition, FunctionDefinition>;
  readonly classScopes: Map<ClassDefinition, FunctionDefinition>;
  /** what is still to be walked, with the function around it: a stack, since chains nest as deep as they are long */
  readonly pending: IrItem[];
  readonly around: FunctionDefinition[];
  readonly loopsAround: (LoopAround | null)[];
  readonly loopWrites: Map<Loop, Set<number>>;
  current: FunctionDefinition;
  loop: LoopAround | null;
}

function walk(program: Program): ProgramIndex {
  const count = program.functions.length;
  const state: Walk = {
    calledNames: new Set(),
    captures: new Uint8Array(count),
    nesting: new Uint16Array(count),
    owners: new Map(),
    enclosing: new Map(),
    classScopes: new Map(),
    pending: [],
    around: [],
    loopsAround: [],
    loopWrites: new Map(),
    current: program.main,
    loop: null,
  };
  const pushChild = (child: IrItem): void => push(state, child);
  visitChildren(program.main, pushChild);
  for (const exported of program.exports) push(state, exported.value);
  for (let item = state.pending.pop(); item !== undefined; item = state.pending.pop()) {
    state.current = state.around.pop() ?? program.main;
    state.loop = state.loopsAround.pop() ?? null;
    visit(state, item, pushChild);
  }
  return state;
}

function push(state: Walk, item: IrItem): void {
  // Half of all expressions are leaves, which need no place on the stack.
  if (isKinded(item)) {
    if (item.kind === 'constant' || item.kind === 'global' || item.kind === 'import') return;
    if (item.kind === 'variable') {
      if (item.variable.depth > 0) noteVariable(state, item.variable.depth);
      return;
    }
  }
  state.pending.push(item);
  state.around.push(state.current);
  state.loopsAround.push(state.loop);
}

function visit(state: Walk, item: IrItem, pushChild: (child: IrItem) => void): void {
  if (!isKinded(item)) {
    if (isClass(item) ? !enterClass(state, item) : !enterFunction(state, item)) return;
  } else note(state, item);
  visitChildren(item, pushChild);
}

/** Notes where a function stands; false when it is known already. */
function enterFunction(state: Walk, definition: FunctionDefinition): boolean {
  if (state.enclosing.has(definition)) return false;
  state.enclosing.set(definition, state.current);
  state.nesting[definition.id] = state.nesting[state.current.id] + 1;
  visitAnnotations(definition.annotations, (child) => push(state, child));
  state.current = definition;
  state.loop = null;
  return true;
}

function note(state: Walk, item: Exclude<IrItem, FunctionDefinition | ClassDefinition>): void {
  switch (item.kind) {
    case 'loop':
      enterLoop(state, item.loop);
      break;
    case 'call':
      noteCallee(state, item.callee);
      break;
    case 'tagged-text':
      noteCallee(state, item.tag);
      break;
    case 'assign':
      noteWrites(state, item.target);
      break;
    case 'this':
      // Arrow functions and lambdas take `this` from the call around them.
      if (state.current.receiver === 'outer') noteVariable(state, 1);
      break;
    default:
  }
}

function enterClass(state: Walk, definition: ClassDefinition): boolean {
  if (state.classScopes.has(definition)) return false;
  state.classScopes.set(definition, state.current);
  for (const method of definition.methods) state.owners.set(method, definition);
  return true;
}

function enterLoop(state: Walk, loop: Loop): void {
  const writes = new Set<number>();
  state.loopWrites.set(loop, writes);
  state.loop = { writes, outer: state.loop };
  if (loop.kind === 'each') noteWrites(state, loop.target);
}

/** Marks the variables that a target writes as written by every loop around. */
function noteWrites(state: Walk, target: Target): void {
  if (state.loop === null) return;
  if (target.kind === 'pattern') for (const entry of target.entries) noteWrites(state, entry.target);
  if (target.kind !== 'variable' || target.variable.depth > 0) return;
  for (let loop: LoopAround | null = state.loop; loop !== null; loop = loop.outer)
    loop.writes.add(target.variable.slot);
}

/** Marks every function between the variable's own and the one that uses it. */
function noteVariable(state: Walk, depth: number): void {
  let around: FunctionDefinition | undefined = state.current;
  for (let left = depth; left > 0 && around !== undefined; left--) {
    if (state.nesting[around.id] > left) state.captures[around.id] = 1;
    around = state.enclosing.get(around);
  }
}

function noteCallee(state: Walk, callee: Expression): void {
  if (callee.kind === 'member') state.calledNames.add(callee.key);
  else if (callee.kind === 'variable') state.calledNames.add(callee.variable.name);
  else if (callee.kind === 'global') state.calledNames.add(callee.name);
}
