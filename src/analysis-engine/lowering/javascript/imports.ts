// Imports: every form binds names to import expressions, so that no steps and no slots stand between a use and its module.
import type { Expression } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { requiredModule } from './chains.ts';
import { type FileLowering, partsOf, unwrap } from './file-lowering.ts';
import { stringValue } from './literals.ts';
import { importExpression } from './module-names.ts';
import { isRelative, memberOf } from './names.ts';

/** Binds the names of `import … from`, `import x = require()`, `import x = A.B`. */
export function bindImports(file: FileLowering, statement: NodeIndex): void {
  const { tree } = file;
  const source = childByField(tree, statement, 'source');
  for (const part of partsOf(tree, statement)) {
    switch (kindOf(tree, part)) {
      case 'import_clause':
        if (source >= 0) bindClause(file, part, stringValue(tree, source));
        break;
      case 'import_require_clause':
        bindRequireClause(file, part);
        break;
      default:
    }
  }
}

function bindRequireClause(file: FileLowering, clause: NodeIndex): void {
  const { tree } = file;
  const source = childByField(tree, clause, 'source');
  const [name] = partsOf(tree, clause);
  if (source >= 0 && name !== undefined) bindName(file, name, stringValue(tree, source), null);
}

function bindClause(file: FileLowering, clause: NodeIndex, module: string): void {
  const { tree } = file;
  for (const part of partsOf(tree, clause)) {
    switch (kindOf(tree, part)) {
      case 'identifier':
        bindName(file, part, module, 'default');
        break;
      case 'namespace_import':
        bindName(file, partsOf(tree, part)[0] ?? part, module, null);
        break;
      case 'named_imports':
        for (const specifier of partsOf(tree, part)) bindSpecifier(file, specifier, module);
        break;
      default:
    }
  }
}

function bindSpecifier(file: FileLowering, specifier: NodeIndex, module: string): void {
  const { tree } = file;
  const name = childByField(tree, specifier, 'name');
  if (name < 0) return;
  const alias = childByField(tree, specifier, 'alias');
  bindName(file, alias < 0 ? name : alias, module, specifierName(file, name));
}

/** The name in `{ name as alias }`, which may be a string. */
export function specifierName(file: FileLowering, node: NodeIndex): string {
  return kindOf(file.tree, node) === 'string' ? stringValue(file.tree, node) : textOf(file.tree, node);
}

function bindName(file: FileLowering, local: NodeIndex, module: string, name: string | null): void {
  file.scopes.bind(textOf(file.tree, local), (node) => importExpression(node, module, name));
}

/** `import x = A.B.C` */
export function bindImportAlias(file: FileLowering, statement: NodeIndex): void {
  const { tree } = file;
  const [name, path] = partsOf(tree, statement);
  if (name === undefined || path === undefined) return;
  const keys = textOf(tree, path).split('.');
  file.scopes.bind(textOf(tree, name), (node) => {
    let value = file.scopes.read(keys[0].trim(), node);
    for (const key of keys.slice(1)) value = memberOf(file, node, value, key.trim());
    return value;
  });
}

/**
 * Binds the names of a declarator whose value is a module or a member of a package: `const fs = require('fs')`,
 * `const { exec } = require('child_process')`, `const Schema = mongoose.Schema`. Gives false, and binds nothing, when
 * it is another declarator or one of its names is assigned to later.
 */
export function bindImportDeclarator(file: FileLowering, declarator: NodeIndex): boolean {
  const { tree } = file;
  const name = childByField(tree, declarator, 'name');
  const value = childByField(tree, declarator, 'value');
  if (name < 0 || value < 0) return false;
  const names = bindingsOf(file, name);
  if (names === null || names.some(({ local }) => file.survey.reassigned.has(local))) return false;
  const make = importedValue(file, value);
  if (make === null) return false;
  for (const { local, key } of names) {
    file.scopes.bind(local, (node) => (key === null ? make(node) : memberOfImport(file, make(node), key)));
  }
  return true;
}

interface Binding {
  readonly local: string;
  readonly key: string | null;
}

/** The names of `x` or `{ a, b: c }`; null for patterns with defaults, rests or nesting. */
function bindingsOf(file: FileLowering, pattern: NodeIndex): Binding[] | null {
  const { tree } = file;
  if (kindOf(tree, pattern) === 'identifier') return [{ local: textOf(tree, pattern), key: null }];
  if (kindOf(tree, pattern) !== 'object_pattern') return null;
  const bindings: Binding[] = [];
  for (const part of partsOf(tree, pattern)) {
    const kind = kindOf(tree, part);
    if (kind === 'shorthand_property_identifier_pattern') {
      bindings.push({ local: textOf(tree, part), key: textOf(tree, part) });
      continue;
    }
    const [key, value] = kind === 'pair_pattern' ? partsOf(tree, part) : [];
    if (key === undefined || value === undefined) return null;
    if (kindOf(tree, key) !== 'property_identifier' || kindOf(tree, value) !== 'identifier') return null;
    bindings.push({ local: textOf(tree, value), key: textOf(tree, key) });
  }
  return bindings;
}

type Make = (node: NodeIndex) => Expression;

/** What makes the import that `value` is: a `require`, or members of a name that is a package's already. */
function importedValue(file: FileLowering, value: NodeIndex): Make | null {
  const { tree } = file;
  const keys: string[] = [];
  let current = unwrap(file, value);
  while (kindOf(tree, current) === 'member_expression') {
    const property = childByField(tree, current, 'property');
    const object = childByField(tree, current, 'object');
    if (property < 0 || object < 0) return null;
    keys.unshift(textOf(tree, property));
    current = unwrap(file, object);
  }
  const base = baseImport(file, current);
  if (base === null) return null;
  return (node) => keys.reduce((object, key) => memberOfImport(file, object, key), base(node));
}

function baseImport(file: FileLowering, node: NodeIndex): Make | null {
  const { tree } = file;
  if (kindOf(tree, node) === 'identifier') {
    const known = file.scopes.read(textOf(tree, node), node);
    // Values of the project's own modules may change; those of packages are facts.
    return known.kind === 'import' && !isRelative(known.module) ? (at) => ({ ...known, node: at }) : null;
  }
  const module = requiredModule(file, node);
  return module === null ? null : (at) => importExpression(at, module, null);
}

/** `require('m').name` is the same as `import { name } from 'm'`. */
function memberOfImport(file: FileLowering, object: Expression, key: string): Expression {
  if (object.kind !== 'import' || object.name !== null) return memberOf(file, object.node, object, key);
  return importExpression(object.node, object.module, key);
}
