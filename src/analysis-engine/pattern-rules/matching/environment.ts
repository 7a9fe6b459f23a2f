// What metavariables stand for: a list that grows at its head, so that going back is dropping the head.
import { CodeNode, LIST_KINDS, sameCode } from '../code-tree/code-node.ts';

export interface Environment {
  readonly name: string;
  readonly value: CodeNode;
  readonly rest: Environment | null;
}

export function lookup(environment: Environment | null, name: string): CodeNode | undefined {
  for (let at = environment; at !== null; at = at.rest) if (at.name === name) return at.value;
  return undefined;
}

export const bound = (rest: Environment | null, name: string, value: CodeNode): Environment => ({ name, value, rest });

/** All bindings, the first bound first. */
export function bindings(environment: Environment | null): Environment[] {
  const found: Environment[] = [];
  for (let at = environment; at !== null; at = at.rest) found.unshift(at);
  return found;
}

/** Whether two values are the same code; the content of a string may be a name elsewhere. */
export function sameBinding(one: CodeNode, other: CodeNode): boolean {
  if (sameCode(one, other)) return true;
  if (one.parts.length + other.parts.length > 0 || one.value !== other.value) return false;
  return one.kind === 'string' || other.kind === 'string';
}

/** Several nodes as the value of `$...X`. */
export function run(nodes: readonly CodeNode[], near: CodeNode): CodeNode {
  const first = nodes[0];
  const last = nodes.at(-1);
  if (!first || !last) return new CodeNode(LIST_KINDS.ordered, '', [], near.start, near.start, -1);
  return new CodeNode(LIST_KINDS.ordered, '', nodes, first.start, last.end, -1);
}
