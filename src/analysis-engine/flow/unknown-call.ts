// A call about which nothing is known: what goes in may come out, except where the name says that it cannot.

import { updateObject } from './assignment.ts';
import type { CallExpression } from './call.ts';
import { anyChild, normaliseKey, putChild } from './children.ts';
import type { Frame } from './frame.ts';
import { handlerValues } from './handlers.ts';
import { allArguments, type CallInputs, deriveInputs, orUnknown } from './inputs.ts';
import { derive } from './join.ts';
import { callFunctions } from './library-call.ts';
import { withoutSinksDeep } from './library-value.ts';
import type { Pass } from './pass.ts';
import { sinkMask } from './taint.ts';
import { betterTrace, extendTrace, GUESSED } from './trace.ts';
import { UNKNOWN, UNKNOWN_BOOLEAN, UNKNOWN_NUMBER, type Value, withTaint, withTrace } from './value.ts';

/** Methods that tell a number about their receiver, in every library that has them. */
const NUMBERS: ReadonlySet<string> = new Set([
  'length',
  'size',
  'count',
  'hashCode',
  'indexOf',
  'lastIndexOf',
  'findIndex',
  'compareTo',
  'compareToIgnoreCase',
  'compare',
  'localeCompare',
  'search',
  'charCodeAt',
  'codePointAt',
  'getTime',
  'ordinal',
  'len',
  'nextInt',
  'intValue',
  'longValue',
  'doubleValue',
  'floatValue',
  'parseInt',
  'parseFloat',
  'parseLong',
  'parseDouble',
  'bit_length',
  'find',
  'rfind',
  'ord',
  'hash',
]);

/** Methods that tell yes or no. */
const TRUTHS: ReadonlySet<string> = new Set([
  'equals',
  'equalsIgnoreCase',
  'isEmpty',
  'isBlank',
  'isPresent',
  'startsWith',
  'endsWith',
  'contains',
  'containsKey',
  'containsValue',
  'includes',
  'has',
  'hasOwnProperty',
  'hasNext',
  'hasMoreElements',
  'matches',
  'test',
  'every',
  'some',
  'startswith',
  'endswith',
  'isdigit',
  'isalpha',
  'isalnum',
  'isnumeric',
  'isdecimal',
  'isinstance',
  'hasattr',
  'exists',
  'isArray',
  'isInteger',
  'isNaN',
  'isFile',
  'isDirectory',
  'is_file',
  'is_dir',
  'isfile',
  'isdir',
  'bool',
  'getBoolean',
]);

const CLEAN: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...[...NUMBERS].map((name) => [name, UNKNOWN_NUMBER] as const),
  ...[...TRUTHS].map((name) => [name, UNKNOWN_BOOLEAN] as const),
]);

const ACCESSOR = /^(get|set|is)([A-Z]\w*)$/;

/** What an unknown call gives; functions handed in are followed, and a call nobody uses the result of changes its receiver. */
export function unknownCall(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  name: string,
  inputs: CallInputs,
  isUsed: boolean,
): Value {
  followFunctions(pass, frame, call, inputs);
  const { receiver } = inputs;
  const clean = CLEAN.get(name);
  if (clean !== undefined) return clean;
  const accessor = receiver === null ? null : ACCESSOR.exec(name);
  if (receiver !== null && accessor !== null) {
    const key = normaliseKey(accessor[2][0].toLowerCase() + accessor[2].slice(1));
    if (accessor[1] === 'set' && inputs.positional.length === 1 && !isUsed) {
      updateObject(pass, frame, inputs.receiverExpression, receiver, putChild(receiver, key, inputs.positional[0]));
      return UNKNOWN;
    }
    const stored = inputs.positional.length === 0 ? receiver.kids?.get(key) : undefined;
    if (stored !== undefined) return stored;
  }
  const derived = deriveInputs(inputs);
  if (!isUsed && receiver !== null && !TAKES_AWAY.test(name)) taintReceiver(pass, frame, inputs, receiver);
  if (derived.taint === 0) return derived;
  const traced = withTrace(derived, extendTrace(derived.trace, frame.instance.program, call.node, 'through', GUESSED));
  if (LOOKUP.test(name)) return withoutSinksDeep(traced, TEXT_OF_KEY);
  return ENCODES.test(nameWithClass(call, name)) ? withoutSinksDeep(traced, MARKUP) : traced;
}

/** What is taken out of a collection is not in it. */
const TAKES_AWAY = /^(?:remove|delete|discard|unset|clear)(?:All|Item|Child|Listener|EventListener)?$/;
/** What is looked up under a name is not that name: its content comes from elsewhere. */
const LOOKUP =
  /^(?:find|lookup|locate|resolve)[A-Z_]\w*$|^(?:get|open|load)_?(?:Resource|Template|Content|InputStream|Stream|MimeType|ContentType|Bean|File|Entry)s?(?:AsStream)?$/;
const TEXT_OF_KEY = sinkMask(['html', 'header', 'redirect', 'sql', 'log']);
/** `Escape.htmlElementContent(x)`, `escape_xml(x)`: named for what it does, by itself or by its class. */
const ENCODES =
  /(?:escape|encod|saniti[sz])\w*[.]?\w*(?:html|xml|markup|attribute)|(?:html|xml)\w*[.]?\w*(?:escape|encod|saniti[sz])/i;
const MARKUP = sinkMask(['html']);

function nameWithClass({ callee }: CallExpression, name: string): string {
  if (callee.kind !== 'member') return name;
  const { object } = callee;
  if (object.kind === 'global') return `${object.name}.${name}`;
  return object.kind === 'import' ? `${object.name ?? object.module.split(/[./]/).at(-1)}.${name}` : name;
}

function taintReceiver(pass: Pass, frame: Frame, inputs: CallInputs, receiver: Value): void {
  const added = derive(allArguments(inputs));
  if (added.taint === 0 || (receiver.name !== null && receiver.type === null)) return;
  const next = withTaint(receiver, receiver.taint | added.taint, betterTrace(receiver.trace, added.trace));
  if (inputs.receiverExpression?.kind !== 'this') updateObject(pass, frame, inputs.receiverExpression, receiver, next);
}

/** Functions handed to code out of sight will be called by it, with things that belong to the receiver. */
function followFunctions(pass: Pass, frame: Frame, call: CallExpression, inputs: CallInputs): void {
  for (const value of inputs.keywords === null ? inputs.positional : allArguments(inputs)) {
    if (value.callables === null) continue;
    for (const callable of value.callables) {
      if (callable.kind !== 'function') continue;
      frame.forks++;
      const known = handlerValues(pass, frame, callable, call.node)?.map(orUnknown);
      const given = known ?? fromReceiver(inputs.receiver);
      callFunctions(pass, frame, call.node, value, given);
      frame.forks--;
    }
  }
}

function fromReceiver(receiver: Value | null): Value[] {
  if (receiver === null || receiver.deepTaint === 0) return [];
  return [anyChild(receiver)];
}
