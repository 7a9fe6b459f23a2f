// Where assignments write: names, members, and destructuring patterns. Names were declared before (`hoisting.ts`).
import type { Expression, PatternEntry, Target, TypeName } from '../../ir.ts';
import { childByField, childrenOf, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { type FileLowering, firstPartOf, lowerExpression, partsOf, tokenOf, unwrap } from './file-lowering.ts';
import { lowerKey } from './property-keys.ts';

/** Lowers a pattern or the left side of an assignment; what cannot be written to (-1: nothing) becomes a global of its text. */
export function lowerTarget(file: FileLowering, node: NodeIndex, type: TypeName | null = null): Target {
  const { tree } = file;
  if (node < 0) return { kind: 'global', node: 0, name: '' };
  const inner = unwrap(file, node);
  return file.program.descend<Target>(
    () => {
      switch (kindOf(tree, inner)) {
        case 'identifier':
        case 'shorthand_property_identifier_pattern':
          return file.scopes.target(textOf(tree, inner), inner, type);
        case 'member_expression':
        case 'subscript_expression':
          return targetOf(file, lowerExpression(file, inner), type);
        case 'object_pattern':
          return { kind: 'pattern', node: inner, entries: recordEntries(file, inner) };
        case 'array_pattern':
          return { kind: 'pattern', node: inner, entries: listEntries(file, inner) };
        case 'rest_pattern':
        case 'assignment_pattern':
          return lowerTarget(file, firstPartOf(tree, inner), type);
        default:
          return nowhere(file, inner);
      }
    },
    () => nowhere(file, inner),
  );
}

function nowhere(file: FileLowering, node: NodeIndex): Target {
  return { kind: 'global', node, name: textOf(file.tree, node).slice(0, 80) };
}

function targetOf(file: FileLowering, place: Expression, type: TypeName | null): Target {
  switch (place.kind) {
    case 'member':
    case 'index':
    case 'global':
      return place;
    case 'variable':
      return { ...place, type };
    default:
      return nowhere(file, place.node);
  }
}

function recordEntries(file: FileLowering, node: NodeIndex): PatternEntry[] {
  const { tree } = file;
  return partsOf(tree, node).map((part) => {
    switch (kindOf(tree, part)) {
      case 'pair_pattern': {
        const key = childByField(tree, part, 'key');
        return lowerEntry(file, key < 0 ? '' : lowerKey(file, key), childByField(tree, part, 'value'));
      }
      case 'object_assignment_pattern': {
        const left = childByField(tree, part, 'left');
        return lowerEntry(file, left < 0 ? '' : textOf(tree, left), part);
      }
      case 'rest_pattern':
        return { key: { rest: 'record', from: 0 }, target: lowerTarget(file, part), fallback: null };
      default:
        return lowerEntry(file, textOf(tree, part), part);
    }
  });
}

function listEntries(file: FileLowering, node: NodeIndex): PatternEntry[] {
  const { tree } = file;
  const entries: PatternEntry[] = [];
  let position = 0;
  for (const child of childrenOf(tree, node)) {
    const token = tokenOf(tree, child);
    if (token === ',') position++;
    if (token === ',' || token === '[' || token === ']' || token === 'comment') continue;
    if (token === 'rest_pattern') {
      entries.push({ key: { rest: 'list', from: position }, target: lowerTarget(file, child), fallback: null });
    } else entries.push(lowerEntry(file, position, child));
  }
  return entries;
}

/** `pattern` may carry a default: `{ a = 1 }`, `[b = 2]`. */
function lowerEntry(file: FileLowering, key: PatternEntry['key'], pattern: NodeIndex): PatternEntry {
  const { tree } = file;
  const kind = pattern < 0 ? '' : kindOf(tree, pattern);
  if (kind !== 'assignment_pattern' && kind !== 'object_assignment_pattern') {
    return { key, target: lowerTarget(file, pattern), fallback: null };
  }
  const right = childByField(tree, pattern, 'right');
  const left = childByField(tree, pattern, 'left');
  return {
    key,
    target: lowerTarget(file, left < 0 ? pattern : left),
    fallback: right < 0 ? null : lowerExpression(file, right),
  };
}

/** The name nodes that a pattern declares. */
export function namesOfPattern(file: FileLowering, pattern: NodeIndex): NodeIndex[] {
  const { tree } = file;
  const names: NodeIndex[] = [];
  const open = [pattern];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node < 0) continue;
    switch (kindOf(tree, node)) {
      case 'identifier':
      case 'shorthand_property_identifier_pattern':
        names.push(node);
        break;
      case 'pair_pattern':
        open.push(childByField(tree, node, 'value'));
        break;
      case 'assignment_pattern':
      case 'object_assignment_pattern':
        open.push(childByField(tree, node, 'left'));
        break;
      case 'object_pattern':
      case 'array_pattern':
      case 'rest_pattern':
        open.push(...partsOf(tree, node));
        break;
      default:
    }
  }
  return names;
}
