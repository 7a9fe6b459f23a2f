// Expressions that give the same again when they are evaluated again, as far as can be told from their names.
import type { Expression } from '../ir.ts';

/** Names of calls that only look: `isEmpty`, `getName`, `equals`, `startsWith`, `len`, … */
const LOOKS =
  /^(?:is|has|get|can|should|contains|starts|ends|equals|includes|matches|compare|to|as|index|last|of)(?:$|[A-Z_])|^(?:len|length|size|count|empty|equalsIgnoreCase|isinstance|issubclass|type|hasattr|callable|str|int|float|bool|abs|lower|upper|strip|trim|startswith|endswith|charAt|charCodeAt|indexOf|lastIndexOf|contains|name|ordinal|hashCode|String|Number|Boolean|min|max|keys|values|HasPrefix|HasSuffix|Contains|EqualFold|Equal|Is|Len|Kind|Type)$/;

/** Calls that read on, though they begin like one that looks: `getChar`, `getNextToken`, `getAndIncrement`, … */
const READS_ON = /^get(?:Next|And|Char$|Ch$|Byte$|Token$|Line$|Int$|Short$|Long$|Bits?$|Random)/;

/** Whether evaluating it changes nothing, and twice in a row gives the same. */
export function isPure(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant':
    case 'variable':
    case 'global':
    case 'import':
    case 'this':
    case 'super':
      return true;
    case 'member':
      return isPure(expression.object);
    case 'index':
      return isPure(expression.object) && isPure(expression.index);
    case 'cast':
      return isPure(expression.value);
    case 'operation':
      return expression.operator !== 'delete' && expression.operands.every(isPure);
    case 'conditional':
      return isPure(expression.condition) && isPure(expression.then) && isPure(expression.otherwise);
    case 'text':
    case 'unknown':
      return expression.parts.every(isPure);
    case 'list':
      return expression.items.every((item) => isPure(item.value));
    case 'call':
      return (
        !expression.construction &&
        isLook(expression.callee) &&
        expression.arguments.every(({ value }) => isPure(value))
      );
    default:
      return false;
  }
}

const looks = (name: string): boolean => LOOKS.test(name) && !READS_ON.test(name);

function isLook(callee: Expression): boolean {
  if (callee.kind === 'member') return looks(callee.key) && isPure(callee.object);
  return callee.kind === 'global' && looks(callee.name);
}
