// Names as values: identifiers, `this`, `super`, and the few globals that stand for something else.
import type { Expression, Variable } from '../../ir.ts';
import { type NodeIndex, textOf } from '../../parsing/index.ts';
import type { FileLowering } from './file-lowering.ts';
import { constant } from './literals.ts';

/** The variable that `module.exports` and `exports` are, made when the file first names them. */
export const COMMON_JS_EXPORTS = 'module.exports';

/** Objects whose members are the globals themselves. */
const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['window', 'globalThis', 'self', 'global', 'top', 'parent']);

export function lowerIdentifier(file: FileLowering, node: NodeIndex): Expression {
  return readName(file, textOf(file.tree, node), node);
}

export function readName(file: FileLowering, name: string, node: NodeIndex): Expression {
  const value = file.scopes.read(name, node);
  if (value.kind !== 'global') return value;
  if (name === 'undefined') return constant(node, null);
  if (name === 'exports') return { kind: 'variable', node, variable: commonJsExports(file) };
  return value;
}

export function commonJsExports(file: FileLowering): Variable {
  return file.scopes.declareInFile(COMMON_JS_EXPORTS);
}

/** `object.key`, with the members of `window`, `module.exports` and a package's `default` as what they are. */
export function memberOf(file: FileLowering, node: NodeIndex, object: Expression, key: string): Expression {
  if (object.kind === 'global') {
    if (GLOBAL_OBJECTS.has(object.name)) return { kind: 'global', node, name: key };
    if (object.name === 'module' && key === 'exports')
      return { kind: 'variable', node, variable: commonJsExports(file) };
  }
  // A package that was written as CommonJS is its own default export.
  if (key === 'default' && object.kind === 'import' && !isRelative(object.module) && object.name === null)
    return object;
  return { kind: 'member', node, object, key };
}

export function isRelative(module: string): boolean {
  return module.startsWith('.') || module.startsWith('/');
}

export function lowerThis(_file: FileLowering, node: NodeIndex): Expression {
  return { kind: 'this', node };
}

export function lowerSuper(_file: FileLowering, node: NodeIndex): Expression {
  return { kind: 'super', node };
}

/** `import.meta`, `new.target`. */
export function lowerMetaProperty(file: FileLowering, node: NodeIndex): Expression {
  return { kind: 'global', node, name: textOf(file.tree, node).replaceAll(/\s/g, '') };
}
