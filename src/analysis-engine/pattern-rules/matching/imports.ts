// What a pattern that imports a module says of code that imports it, or something of it.
import { type CodeNode, NONE } from '../code-tree/code-node.ts';

/** `import m` says no more than that something is imported of it, or of a part of it. */
export function imports(pattern: CodeNode, node: CodeNode): boolean {
  const [module, name, alias] = pattern.parts;
  if (name !== NONE || alias !== NONE) return false;
  const [other, part] = node.parts;
  const named = part.kind === 'name' && part.value !== '*' && part.value !== 'default';
  return isPrefix(pathText(module), named ? `${pathText(other)}/${part.value}` : pathText(other));
}

/** `const x = require('m')` */
export function requires(pattern: CodeNode, node: CodeNode): boolean {
  const [module, name, alias] = pattern.parts;
  const value = node.parts[3];
  if (name !== NONE || alias !== NONE || value.kind !== 'call' || value.parts[0].value !== 'require') return false;
  const [required] = value.parts[1].parts;
  return required?.kind === 'string' && isPrefix(pathText(module), pathText(required));
}

/** `a.b` and `"a/b"` alike: the way to a module. */
function pathText(module: CodeNode): string {
  if (module.kind === 'string') return module.value.replace(/^node:/, '');
  return module.kind === 'member' ? `${pathText(module.parts[0])}/${module.parts[1].value}` : module.value;
}

const isPrefix = (path: string, whole: string): boolean =>
  path !== '' && (whole === path || whole.startsWith(`${path}/`));
