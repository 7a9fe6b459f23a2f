// What a fix must leave as it was: which calls a program makes and which names it takes from outside of the file.
import type { Expression, Program } from '../ir.ts';
import { type IrItem, isClass, isFunction, isKinded, visitAnnotations, visitChildren } from '../ir-children.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';

export interface ProgramOutline {
  /** name of what is called → where */
  readonly calls: ReadonlyMap<string, readonly NodeIndex[]>;
  /** names that no scope of the file declares */
  readonly globals: ReadonlySet<string>;
}

const KNOWN = new WeakMap<Program, ProgramOutline>();

export function outlineOf(program: Program): ProgramOutline {
  let known = KNOWN.get(program);
  if (known === undefined) {
    known = walk(program);
    KNOWN.set(program, known);
  }
  return known;
}

/** Iterative: chains nest as deep as they are long. */
function walk(program: Program): ProgramOutline {
  const calls = new Map<string, NodeIndex[]>();
  const globals = new Set<string>();
  const seen = new Set<IrItem>();
  const pending: IrItem[] = [];
  const push = (item: IrItem): void => {
    pending.push(item);
  };
  visitChildren(program.main, push);
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (seen.has(item)) continue;
    seen.add(item);
    if (isKinded(item)) {
      if (item.kind === 'global' && 'name' in item) globals.add(item.name);
      else if (item.kind === 'call') note(calls, calledName(item.callee), item.node);
    } else if (isFunction(item) || isClass(item)) visitAnnotations(item.annotations, push);
    visitChildren(item, push);
  }
  return { calls, globals };
}

function note(calls: Map<string, NodeIndex[]>, name: string, node: NodeIndex): void {
  const places = calls.get(name);
  if (places) places.push(node);
  else calls.set(name, [node]);
}

/** The last part of a callee's name. */
export function calledName(callee: Expression): string {
  switch (callee.kind) {
    case 'member':
      return callee.key;
    case 'variable':
      return callee.variable.name;
    case 'global':
      return callee.name.slice(callee.name.lastIndexOf('.') + 1);
    case 'import':
      return callee.name ?? callee.module.slice(callee.module.lastIndexOf('.') + 1);
    default:
      // No name that a method could have.
      return `(${callee.kind})`;
  }
}
