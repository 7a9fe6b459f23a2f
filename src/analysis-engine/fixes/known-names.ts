// Names that a language gives to every file, and calls that only give a value: what fixes may bring in, and leave out.
import type { Expression } from '../ir.ts';
import { calledName } from './program-outline.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const BUILT_IN: Readonly<Record<string, ReadonlySet<string>>> = {
  python: words(
    'str bytes int float bool list dict set tuple frozenset len range open print isinstance repr sorted min max sum any all zip map filter enumerate next iter type getattr hasattr object super None True False Exception ValueError TypeError KeyError PermissionError OSError FileNotFoundError RuntimeError',
  ),
  java: words(
    'String Integer Long Double Float Boolean Byte Short Character Math System Object Objects IllegalArgumentException SecurityException Exception RuntimeException StringBuilder Thread Class Iterable java javax org com',
  ),
  javascript: words(
    'String Number Boolean Object Array Error TypeError RangeError Buffer Map Set WeakMap JSON Promise URL URLSearchParams RegExp Math Date Symbol undefined NaN Infinity encodeURIComponent encodeURI isNaN parseInt parseFloat process require module exports console globalThis crypto window document location setTimeout',
  ),
  go: words(
    'string byte rune int int64 uint len cap append make new panic error nil true false iota copy delete float64 bool',
  ),
};

/** Whether a file need not declare or import the name. */
export function isKnownName(language: string, name: string): boolean {
  return (BUILT_IN[language === 'typescript' ? 'javascript' : language] ?? BUILT_IN.javascript).has(name.split('.')[0]);
}

const LOOKS =
  /^(?:is|has|get|can|should|contains|starts|ends|equals|includes|matches|compare|to|as|index|last|of|String|Integer|parse|value|format|read|substring|sub|split|join|replace|lower|upper|strip|trim|concat|encode|decode|unquote|quote|escape|unescape)(?:$|[A-Z_])|^(?:len|length|size|count|empty|isinstance|type|str|int|float|bool|bytes|bytearray|list|dict|tuple|set|repr|abs|ord|chr|startswith|endswith|charAt|charCodeAt|indexOf|lastIndexOf|name|hashCode|Number|Boolean|Buffer|from|min|max|keys|values|entries|items|slice|map|filter|HasPrefix|HasSuffix|Contains|EqualFold|Sprintf|Sprint|Itoa|Atoi|append|StringBuilder|StringBuffer|String|byte|rune|string|lstrip|rstrip|splitlines|title|capitalize|hexdigest|digest|sorted|reversed|range|zip|enumerate|copy|compile|createHash|getInstance|new|md5|sha1|Date|Random|random|nextInt|nextFloat|nextDouble|nextLong|nextGaussian|nextBoolean|randint|getrandbits|(?:urlsafe_)?b64(?:en|de)code|htmlEscape|\w*escapeHtml\d?|(?:un)?quote_plus|bypassSecurityTrust\w+|SafeString|RegExp)$/;

/** Whether a call of this name gives a value and does nothing else, as far as its name tells. */
export const isLook = (name: string): boolean => LOOKS.test(name);

/** Whether evaluating it does nothing but give a value, as far as the names of its calls tell. */
export function givesOnlyValue(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant':
    case 'variable':
    case 'global':
    case 'import':
    case 'this':
    case 'super':
    case 'function':
      return true;
    case 'member':
      return givesOnlyValue(expression.object);
    case 'index':
      return givesOnlyValue(expression.object) && givesOnlyValue(expression.index);
    case 'cast':
      return givesOnlyValue(expression.value);
    case 'operation':
      return expression.operator !== 'delete' && expression.operands.every(givesOnlyValue);
    case 'conditional':
      return [expression.condition, expression.then, expression.otherwise].every(givesOnlyValue);
    case 'text':
      return expression.parts.every(givesOnlyValue);
    case 'list':
      return expression.items.every((item) => givesOnlyValue(item.value));
    case 'record':
      return expression.entries.every((entry) => 'value' in entry && givesOnlyValue(entry.value));
    case 'call':
      return isLookedUp(expression.callee) && expression.arguments.every(({ value }) => givesOnlyValue(value));
    default:
      return false;
  }
}

function isLookedUp(callee: Expression): boolean {
  const object = callee.kind === 'member' ? callee.object : null;
  // `set(x)` makes a set, `store.set(x)` changes what is stored.
  if (object !== null && calledName(callee) === 'set') return false;
  return isLook(calledName(callee)) && (object === null || givesOnlyValue(object));
}
