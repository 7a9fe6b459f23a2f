// Whether an expression is of an integral type, as far as the text of the file tells: decides between `/` and `//`.
import { childByField, kindOf, type NodeIndex, namedChildrenOf, textOf } from '../../parsing/syntax-tree.ts';
import type { JavaFile } from './java-file.ts';
import { typeOfName } from './names.ts';
import { declaredType } from './type-names.ts';

/** Nodes looked at before giving up: keeps long expressions linear. */
const MOST_NODES = 40;

const INTEGRAL_METHODS: ReadonlySet<string> = new Set([
  'length',
  'size',
  'indexOf',
  'lastIndexOf',
  'parseInt',
  'parseLong',
  'intValue',
  'longValue',
  'ordinal',
  'hashCode',
  'nextInt',
  'compareTo',
  'charAt',
  'getNumericValue',
]);

export function typesAreIntegral(operator: string): boolean {
  return /^([+\-*/%&|^]|<<|>>>?)$/.test(operator);
}

/** False when unknown. */
export function isIntegral(file: JavaFile, node: NodeIndex): boolean {
  const { tree } = file;
  const pending = [node];
  for (let seen = 0; pending.length > 0; seen++) {
    const current = pending.pop();
    if (current === undefined || seen > MOST_NODES) return false;
    switch (kindOf(tree, current)) {
      case 'decimal_integer_literal':
      case 'hex_integer_literal':
      case 'octal_integer_literal':
      case 'binary_integer_literal':
      case 'character_literal':
        break;
      case 'identifier':
        if (!typeOfName(file, textOf(tree, current))?.isIntegral) return false;
        break;
      case 'field_access':
        if (textOf(tree, childByField(tree, current, 'field')) !== 'length') return false;
        break;
      case 'method_invocation':
        if (!INTEGRAL_METHODS.has(textOf(tree, childByField(tree, current, 'name')))) return false;
        break;
      case 'cast_expression':
        if (!declaredType(file, childByField(tree, current, 'type')).isIntegral) return false;
        break;
      case 'parenthesized_expression':
      case 'unary_expression':
      case 'update_expression':
        pending.push(...namedChildrenOf(tree, current));
        break;
      case 'binary_expression': {
        const left = childByField(tree, current, 'left');
        const right = childByField(tree, current, 'right');
        const operator = childByField(tree, current, 'operator');
        if (left < 0 || right < 0 || operator < 0 || !typesAreIntegral(textOf(tree, operator))) return false;
        pending.push(left, right);
        break;
      }
      default:
        return false;
    }
  }
  return true;
}
