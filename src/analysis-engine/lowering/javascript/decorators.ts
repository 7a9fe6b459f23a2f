// Decorators, lowered to annotations with the names they were imported under.
import type { Annotation, Expression, TypeName } from '../../ir.ts';
import { childrenByField, type NodeIndex } from '../../parsing/index.ts';
import { type FileLowering, firstPartOf, lowerExpression } from './file-lowering.ts';
import { isRelative } from './names.ts';

/** The decorators that stand in a node's `decorator` field. */
export function lowerDecorators(file: FileLowering, node: NodeIndex): Annotation[] {
  return childrenByField(file.tree, node, 'decorator').map((decorator) => lowerDecorator(file, decorator));
}

/** `@Get('/')`: callee `Get`, arguments; `@Injectable` has none. */
export function lowerDecorator(file: FileLowering, decorator: NodeIndex): Annotation {
  const part = firstPartOf(file.tree, decorator);
  const value = part < 0 ? file.program.unknown(decorator) : lowerExpression(file, part);
  const [callee, given] = value.kind === 'call' ? [value.callee, value.arguments] : [value, []];
  return { node: decorator, name: qualifiedName(callee), callee, arguments: given };
}

/** `express.Router` for what is imported or global; null for anything that needs evaluation. */
export function qualifiedName(expression: Expression): TypeName | null {
  const keys = keysOf(expression);
  // Annotations and bases of the project's own files are known by their simple names.
  if (keys !== null && keys.length > 1 && isRelative(keys[0])) keys.shift();
  return keys === null || keys.length === 0 ? null : keys.join('.');
}

/** The same, with the module of the project's own files before their types: `./store.Store`. */
export function typeReference(expression: Expression): TypeName | null {
  return keysOf(expression)?.join('.') ?? null;
}

function keysOf(expression: Expression): string[] | null {
  const keys: string[] = [];
  let current = expression;
  while (current.kind === 'member') {
    keys.unshift(current.key);
    current = current.object;
  }
  if (current.kind === 'global') keys.unshift(current.name);
  else if (current.kind === 'variable') keys.unshift(current.variable.name);
  else if (current.kind === 'import') {
    if (current.name !== null) keys.unshift(current.name);
    keys.unshift(current.module);
  } else return null;
  return keys;
}
