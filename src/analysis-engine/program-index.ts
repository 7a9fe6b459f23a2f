// What one walk over a program's IR tells before the pass: which names are called, which functions read an enclosing call's
// variables. Kept per program, since context files are shared by many analyses.
import type {
  Annotation,
  Argument,
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Loop,
  Parameter,
  Program,
  RecordEntry,
  Step,
  Target,
} from './ir.ts';

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
  readonly pending: (Expression | Step | Target | FunctionDefinition | ClassDefinition)[];
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
  pushBody(state, program.main);
  for (const exported of program.exports) push(state, exported.value);
  for (let item = state.pending.pop(); item !== undefined; item = state.pending.pop()) {
    state.current = state.around.pop() ?? program.main;
    state.loop = state.loopsAround.pop() ?? null;
    visit(state, item);
  }
  return state;
}

function push(state: Walk, item: Walk['pending'][number] | null): void {
  if (item === null) return;
  // Half of all expressions are leaves, which need no place on the stack.
  if ('kind' in item) {
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

function visit(state: Walk, item: Walk['pending'][number]): void {
  if ('kind' in item) visitStep(state, item);
  else if ('slots' in item) visitFunction(state, item);
  else visitClass(state, item);
}

function visitFunction(state: Walk, definition: FunctionDefinition): void {
  if (state.enclosing.has(definition)) return;
  state.enclosing.set(definition, state.current);
  state.nesting[definition.id] = state.nesting[state.current.id] + 1;
  for (const annotation of definition.annotations) pushAnnotation(state, annotation);
  state.current = definition;
  state.loop = null;
  pushBody(state, definition);
}

function pushBody(state: Walk, definition: FunctionDefinition): void {
  for (const parameter of definition.parameters) pushParameter(state, parameter);
  pushAll(state, definition.body);
}

function pushParameter(state: Walk, parameter: Parameter): void {
  push(state, parameter.target);
  push(state, parameter.fallback);
}

function pushAnnotation(state: Walk, annotation: Annotation): void {
  push(state, annotation.callee);
  pushArguments(state, annotation.arguments);
}

function visitClass(state: Walk, definition: ClassDefinition): void {
  if (state.classScopes.has(definition)) return;
  state.classScopes.set(definition, state.current);
  for (const annotation of definition.annotations) pushAnnotation(state, annotation);
  for (const base of definition.bases) push(state, base);
  for (const field of definition.fields) push(state, field.value);
  for (const method of definition.methods) {
    state.owners.set(method, definition);
    push(state, method);
  }
  pushAll(state, definition.setup);
}

function pushAll(state: Walk, items: readonly Walk['pending'][number][]): void {
  for (const item of items) push(state, item);
}

function pushArguments(state: Walk, list: readonly Argument[]): void {
  for (const argument of list) push(state, argument.value);
}

function pushEntries(state: Walk, entries: readonly RecordEntry[]): void {
  for (const entry of entries) {
    if ('spread' in entry) push(state, entry.spread);
    else {
      if (typeof entry.key === 'object') push(state, entry.key);
      push(state, entry.value);
    }
  }
}

function visitStep(state: Walk, step: Step | Expression | Target): void {
  switch (step.kind) {
    case 'evaluate':
      push(state, step.expression);
      return;
    case 'return':
    case 'throw':
      push(state, step.value);
      return;
    case 'branch':
      for (const arm of step.arms) {
        push(state, arm.condition);
        pushAll(state, arm.body);
      }
      return;
    case 'switch':
      push(state, step.subject);
      for (const each of step.cases) {
        pushAll(state, each.tests);
        pushAll(state, each.body);
      }
      return;
    case 'loop':
      visitLoop(state, step);
      return;
    case 'try':
      pushAll(state, step.body);
      pushAll(state, step.otherwise);
      pushAll(state, step.finally);
      for (const handler of step.handlers) {
        push(state, handler.target);
        pushAll(state, handler.body);
      }
      return;
    case 'block':
      pushAll(state, step.body);
      return;
    case 'assert':
      push(state, step.condition);
      return;
    case 'break':
    case 'continue':
      return;
    default:
      visitExpression(state, step);
  }
}

function visitLoop(state: Walk, step: Extract<Step, { kind: 'loop' }>): void {
  const { loop } = step;
  const writes = new Set<number>();
  state.loopWrites.set(loop, writes);
  state.loop = { writes, outer: state.loop };
  if (loop.kind === 'while') {
    push(state, loop.condition);
    pushAll(state, loop.update);
  } else {
    noteWrites(state, loop.target);
    push(state, loop.target);
    push(state, loop.iterable);
  }
  pushAll(state, loop.body);
  pushAll(state, loop.otherwise);
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

function visitExpression(state: Walk, expression: Expression | Target): void {
  switch (expression.kind) {
    case 'member':
      push(state, expression.object);
      return;
    case 'index':
      push(state, expression.object);
      push(state, expression.index);
      return;
    case 'call':
      noteCallee(state, expression.callee);
      push(state, expression.callee);
      pushArguments(state, expression.arguments);
      return;
    case 'operation':
      pushAll(state, expression.operands);
      return;
    case 'text':
    case 'sequence':
    case 'unknown':
      pushAll(state, expression.parts);
      return;
    case 'conditional':
      pushAll(state, [expression.condition, expression.then, expression.otherwise]);
      return;
    case 'assign':
      noteWrites(state, expression.target);
      push(state, expression.target);
      push(state, expression.value);
      return;
    case 'record':
      pushEntries(state, expression.entries);
      return;
    case 'list':
      pushArguments(state, expression.items);
      return;
    case 'function':
    case 'class':
      push(state, expression.definition);
      return;
    case 'pattern':
      for (const entry of expression.entries) {
        if (typeof entry.key === 'object' && 'kind' in entry.key) push(state, entry.key);
        push(state, entry.target);
        push(state, entry.fallback);
      }
      return;
    default:
      visitRareExpression(state, expression);
      return;
  }
}

function visitRareExpression(state: Walk, expression: Expression | Target): void {
  switch (expression.kind) {
    case 'cast':
    case 'await':
    case 'yield':
      push(state, expression.value);
      return;
    case 'tagged-text':
      noteCallee(state, expression.tag);
      push(state, expression.tag);
      pushAll(state, expression.parts);
      return;
    case 'element':
      push(state, expression.tag);
      pushEntries(state, expression.attributes);
      pushAll(state, expression.children);
      return;
    case 'comprehension':
      push(state, expression.key);
      push(state, expression.element);
      for (const clause of expression.clauses) {
        push(state, clause.target);
        push(state, clause.iterable);
        pushAll(state, clause.conditions);
      }
      return;
    case 'this':
      // Arrow functions and lambdas take `this` from the call around them.
      if (state.current.receiver === 'outer') noteVariable(state, 1);
      return;
    default:
  }
}

function noteCallee(state: Walk, callee: Expression): void {
  if (callee.kind === 'member') state.calledNames.add(callee.key);
  else if (callee.kind === 'variable') state.calledNames.add(callee.variable.name);
  else if (callee.kind === 'global') state.calledNames.add(callee.name);
}
