// How modules are named in the IR: one spelling for every way of importing them.
import type { Expression } from '../../ir.ts';
import type { NodeIndex } from '../../parsing/index.ts';
import { isRelative } from './names.ts';

/** Functions that compilers put around `require` so that `default` works; the import passes through them. */
const INTEROP_NAMES: ReadonlySet<string> = new Set([
  '_interopRequireDefault',
  '_interopRequireWildcard',
  '_interopDefault',
  '__importDefault',
  '__importStar',
  '__toESM',
]);

export function isInteropName(name: string): boolean {
  return INTEROP_NAMES.has(name);
}

/**
 * `node:fs` is `fs`, and the default export of a package is the package itself: `import express from 'express'` and
 * `require('express')` name the same thing. Files of the project keep `default`.
 */
export function importExpression(node: NodeIndex, module: string, name: string | null): Expression {
  const bare = module.startsWith('node:') ? module.slice('node:'.length) : module;
  const isPackageItself = name === 'default' && !isRelative(bare);
  return { kind: 'import', node, module: bare, name: isPackageItself ? null : name };
}
