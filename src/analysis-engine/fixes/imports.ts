// The imports of a file: what they bind, where a new one goes in the style of the others, how one goes when nothing needs it.
import { kindSet } from '../parsing/kind-sets.ts';
import {
  childByField,
  childrenByField,
  childrenOf,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  nextOf,
  parentOf,
  type SyntaxTree,
  textOf,
} from '../parsing/syntax-tree.ts';
import { hasSemicolons, quoteOf, removalOf } from './code-style.ts';
import type { TextEdit } from './fix.ts';
import { isBuiltIn } from './standard-modules.ts';

/** One name that an import binds. */
export interface BoundImport {
  readonly local: string;
  readonly module: string;
  /** null: the module itself, or its default */
  readonly name: string | null;
  /** the statement, or in Go the line of a list */
  readonly statement: NodeIndex;
  /** how many names the statement binds */
  readonly siblings: number;
}

const KNOWN = new WeakMap<SyntaxTree, readonly BoundImport[]>();

/** Imports at the top of the file. */
export function importsOf(tree: SyntaxTree, language: string): readonly BoundImport[] {
  let known = KNOWN.get(tree);
  if (known === undefined) {
    known = childrenOf(tree, 0).flatMap((statement) => readers[language]?.(tree, statement) ?? []);
    KNOWN.set(tree, known);
  }
  return known;
}

type Bound = Omit<BoundImport, 'statement' | 'siblings'>;
type Reader = (tree: SyntaxTree, statement: NodeIndex) => BoundImport[];

const asStatement = (statement: NodeIndex, parts: readonly Bound[]): BoundImport[] =>
  parts.map((part) => ({ ...part, statement, siblings: parts.length }));

const python: Reader = (tree, statement) => {
  const kind = kindOf(tree, statement);
  if (kind !== 'import_statement' && kind !== 'import_from_statement') return [];
  const from = childByField(tree, statement, 'module_name');
  const parts = childrenByField(tree, statement, 'name').map((part) => {
    const isAliased = kindOf(tree, part) === 'aliased_import';
    const name = isAliased ? textOf(tree, childByField(tree, part, 'name')) : textOf(tree, part);
    const local = isAliased ? textOf(tree, childByField(tree, part, 'alias')) : name;
    return from < 0 ? { local, module: name, name: null } : { local, module: textOf(tree, from), name };
  });
  return asStatement(statement, parts);
};

const java: Reader = (tree, statement) => {
  if (kindOf(tree, statement) !== 'import_declaration') return [];
  const match = /^import\s+([\w.]+)\s*;$/.exec(textOf(tree, statement));
  if (match === null) return [];
  const module = match[1];
  return asStatement(statement, [{ local: module.slice(module.lastIndexOf('.') + 1), module, name: null }]);
};

const javascript: Reader = (tree, statement) => {
  const kind = kindOf(tree, statement);
  if (kind === 'import_statement') return moduleImport(tree, statement);
  if (kind !== 'lexical_declaration' && kind !== 'variable_declaration') return [];
  const declarators = namedChildrenOf(tree, statement).filter((each) => kindOf(tree, each) === 'variable_declarator');
  return asStatement(
    statement,
    declarators.flatMap((declarator) => {
      const value = childByField(tree, declarator, 'value');
      const match = value < 0 ? null : /^require\(\s*['"`]([^'"`]+)['"`]\s*\)$/.exec(textOf(tree, value));
      return match === null ? [] : requiredNames(tree, childByField(tree, declarator, 'name'), match[1]);
    }),
  );
};

function requiredNames(tree: SyntaxTree, pattern: NodeIndex, module: string): Bound[] {
  if (kindOf(tree, pattern) === 'identifier')
    return [{ local: textOf(tree, pattern), module: plain(module), name: null }];
  return namedChildrenOf(tree, pattern).flatMap((part) => {
    if (kindOf(tree, part) === 'shorthand_property_identifier_pattern')
      return [{ local: textOf(tree, part), module: plain(module), name: textOf(tree, part) }];
    if (kindOf(tree, part) !== 'pair_pattern') return [];
    const name = textOf(tree, childByField(tree, part, 'key'));
    return [{ local: textOf(tree, childByField(tree, part, 'value')), module: plain(module), name }];
  });
}

/** `node:crypto` and `crypto` are one module. */
const plain = (module: string): string => module.replace(/^node:/, '');

function moduleImport(tree: SyntaxTree, statement: NodeIndex): BoundImport[] {
  const source = childByField(tree, statement, 'source');
  const required = /^import\s+([\w$]+)\s*=\s*require\(\s*['"]([^'"]+)['"]\s*\)/.exec(textOf(tree, statement));
  if (required !== null)
    return asStatement(statement, [{ local: required[1], module: plain(required[2]), name: null }]);
  if (source < 0) return [];
  const module = plain(textOf(tree, source).slice(1, -1));
  const clause = namedChildrenOf(tree, statement).find((child) => kindOf(tree, child) === 'import_clause');
  const parts = (clause === undefined ? [] : namedChildrenOf(tree, clause)).flatMap((part): Bound[] => {
    const kind = kindOf(tree, part);
    if (kind === 'identifier') return [{ local: textOf(tree, part), module, name: null }];
    if (kind === 'namespace_import') return [{ local: textOf(tree, nextOf(tree, part) - 1), module, name: null }];
    return namedChildrenOf(tree, part).flatMap((specifier): Bound[] => {
      if (kindOf(tree, specifier) !== 'import_specifier') return [];
      const name = textOf(tree, childByField(tree, specifier, 'name'));
      const alias = childByField(tree, specifier, 'alias');
      return [{ local: alias < 0 ? name : textOf(tree, alias), module, name }];
    });
  });
  return asStatement(statement, parts);
}

const isImportSpec = kindSet('import_spec');

const go: Reader = (tree, statement) => {
  if (kindOf(tree, statement) !== 'import_declaration') return [];
  const imports: BoundImport[] = [];
  for (let node = statement; node < nextOf(tree, statement); node++) {
    if (!isImportSpec(tree, node)) continue;
    const module = textOf(tree, childByField(tree, node, 'path')).slice(1, -1);
    const alias = childByField(tree, node, 'name');
    const last = module.slice(module.lastIndexOf('/') + 1);
    const inList = kindOf(tree, parentOf(tree, node)) === 'import_spec_list';
    const local = alias < 0 ? last : textOf(tree, alias);
    imports.push({ local, module, name: null, statement: inList ? node : statement, siblings: 1 });
  }
  return imports;
};

const readers: Readonly<Record<string, Reader>> = { python, java, javascript, typescript: javascript, go };

/** The import as this file would write it, without `import` in Go; `name` null: the module itself. */
export function importLine(
  tree: SyntaxTree,
  language: string,
  module: string,
  name: string | null,
  local: string,
): string {
  switch (language) {
    case 'python':
      if (name !== null) return `from ${module} import ${name}${local === name ? '' : ` as ${local}`}`;
      return `import ${module}${local === module ? '' : ` as ${local}`}`;
    case 'java':
      return `import ${module};`;
    case 'go':
      return module.endsWith(`/${local}`) || module === local ? `"${module}"` : `${local} "${module}"`;
    default:
      return javascriptImport(tree, module, name, local);
  }
}

function javascriptImport(tree: SyntaxTree, module: string, name: string | null, local: string): string {
  const { source } = tree;
  const quote = importQuote(source);
  const semicolon = hasSemicolons(source) ? ';' : '';
  const isModule = childrenOf(tree, 0).some(
    (node) => kindOf(tree, node) === 'import_statement' || kindOf(tree, node) === 'export_statement',
  );
  const prefix = isBuiltIn(module) && /['"]node:/.test(source) ? 'node:' : '';
  const from = `${quote}${prefix}${module}${quote}`;
  if (isModule || tree.grammar.name !== 'javascript') {
    const part = name === local ? name : `${name} as ${local}`;
    const whole = takesDefaults(tree) ? local : `* as ${local}`;
    return `import ${name === null ? whole : `{ ${part} }`} from ${from}${semicolon}`;
  }
  const part = name === local ? name : `${name}: ${local}`;
  const keyword = /^var\s/m.test(source) && !/^\s*(?:const|let)\s/m.test(source) ? 'var' : 'const';
  return `${keyword} ${name === null ? local : `{ ${part} }`} = require(${from})${semicolon}`;
}

/** `import fs from 'fs'`: modules of Node are taken by their default where the others are. */
function takesDefaults(tree: SyntaxTree): boolean {
  return importsOf(tree, 'javascript').some(
    ({ module, statement }) => isBuiltIn(module) && /^import\s+\w+\s+from/.test(textOf(tree, statement)),
  );
}

function importQuote(source: string): string {
  return (
    /^import[^'"\n]*(['"])|require\((['"])/m
      .exec(source)
      ?.slice(1)
      .find((quote) => quote !== undefined) ?? quoteOf(source)
  );
}

/** The edit that drops an import whose every name is unused; null where others of its names are needed. */
export function dropImport(tree: SyntaxTree, statement: NodeIndex): TextEdit | null {
  return removalOf(tree, statement);
}
