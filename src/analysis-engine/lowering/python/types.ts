// Type annotations → type names: qualified through the file's imports, type arguments and optionality dropped.
import type { Expression, TypeName } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { type PythonContext, partsOf } from './context.ts';

/** What Python calls the types that the IR has words of its own for. */
const OWN_WORDS: Readonly<Record<string, TypeName | null>> = {
  str: 'string',
  bytes: 'string',
  AnyStr: 'string',
  int: 'number',
  float: 'number',
  complex: 'number',
  bool: 'boolean',
  List: 'list',
  Dict: 'dict',
  Set: 'set',
  Tuple: 'tuple',
  Any: null,
  None: null,
  object: null,
};

/** Generic types that stand for their (first) argument. */
const TRANSPARENT = new Set([
  'Optional',
  'Union',
  'Annotated',
  'Final',
  'ClassVar',
  'Required',
  'NotRequired',
  'ReadOnly',
  'Awaitable',
  'Self',
]);

const DEEPEST_TYPE = 20;

/** The name of the annotated type, or null when it says nothing. Accepts `type` nodes and expressions. */
export function typeNameOf(context: PythonContext, node: NodeIndex, depth = 0): TypeName | null {
  if (depth > DEEPEST_TYPE) return null;
  const { tree } = context;
  switch (kindOf(tree, node)) {
    case 'identifier':
    case 'attribute':
    case 'member_type':
      return namedType(context, textOf(tree, node).replace(/\s+/g, ''), node);
    case 'string':
      return forwardReference(context, node);
    case 'generic_type':
    case 'subscript':
      return genericType(context, node, depth);
    case 'type':
    case 'parenthesized_expression':
    case 'union_type':
    case 'binary_operator':
      return firstType(context, partsOf(context, node), depth);
    default:
      return null;
  }
}

function firstType(context: PythonContext, parts: readonly NodeIndex[], depth: number): TypeName | null {
  for (const part of parts) {
    const name = kindOf(context.tree, part) === 'none' ? null : typeNameOf(context, part, depth + 1);
    if (name !== null) return name;
  }
  return null;
}

function genericType(context: PythonContext, node: NodeIndex, depth: number): TypeName | null {
  const { tree } = context;
  const [head, ...rest] = partsOf(context, node);
  if (head === undefined) return null;
  const name = textOf(tree, head).split('.').pop() ?? '';
  if (!TRANSPARENT.has(name)) return typeNameOf(context, head, depth + 1);
  const inner = rest.flatMap((part) => (kindOf(tree, part) === 'type_parameter' ? partsOf(context, part) : [part]));
  return firstType(context, inner, depth);
}

/** `'Foo'`, `'Optional[foo.Bar]'`: the text is only read as far as one dotted name. */
function forwardReference(context: PythonContext, node: NodeIndex): TypeName | null {
  const text = textOf(context.tree, node).replace(/^[A-Za-z]*['"]+|['"]+$/g, '');
  const name = /^(?:(?:typing\.)?Optional\[)?([A-Za-z_][\w.]*)\]?$/.exec(text.trim());
  return name ? namedType(context, name[1], node) : null;
}

function namedType(context: PythonContext, dotted: string, node: NodeIndex): TypeName | null {
  const [head, ...rest] = dotted.split('.');
  const meaning = context.scopes.read(head, node);
  if (meaning.kind === 'import') return ownWord([importedName(meaning), ...rest].join('.'));
  if (meaning.kind === 'global' && Object.hasOwn(OWN_WORDS, head) && rest.length === 0) return OWN_WORDS[head];
  return dotted;
}

function ownWord(qualified: TypeName): TypeName | null {
  const typing = /^typing(?:_extensions)?\.(\w+)$/.exec(qualified);
  return typing && Object.hasOwn(OWN_WORDS, typing[1]) ? OWN_WORDS[typing[1]] : qualified;
}

function importedName(expression: Extract<Expression, { kind: 'import' }>): string {
  if (expression.name === null) return expression.module;
  return expression.module.endsWith('.')
    ? expression.module + expression.name
    : `${expression.module}.${expression.name}`;
}

/** The qualified name an expression spells, through imports, or null when it is not a plain dotted name. */
export function qualifiedNameOf(expression: Expression): string | null {
  const keys: string[] = [];
  let current = expression;
  while (current.kind === 'member') {
    keys.unshift(current.key);
    current = current.object;
  }
  if (current.kind === 'import') return [importedName(current), ...keys].join('.');
  if (current.kind === 'global' || (current.kind === 'variable' && keys.length === 0)) {
    return [current.kind === 'global' ? current.name : current.variable.name, ...keys].join('.');
  }
  return null;
}

/** The metadata of `Annotated[T, A(), B()]`, as nodes. */
export function annotatedMetadata(context: PythonContext, type: NodeIndex): NodeIndex[] {
  const { tree } = context;
  const [generic] = kindOf(tree, type) === 'type' ? partsOf(context, type) : [type];
  if (generic === undefined) return [];
  const [head, ...rest] = partsOf(context, generic);
  if (head === undefined || !/(^|\.)Annotated$/.test(textOf(tree, head))) return [];
  const inner = rest.flatMap((part) => (kindOf(tree, part) === 'type_parameter' ? partsOf(context, part) : [part]));
  return inner.slice(1).map((part) => (kindOf(tree, part) === 'type' ? (partsOf(context, part)[0] ?? part) : part));
}

export function typeOfField(context: PythonContext, node: NodeIndex, field: string): TypeName | null {
  const type = childByField(context.tree, node, field);
  return type < 0 ? null : typeNameOf(context, type);
}
