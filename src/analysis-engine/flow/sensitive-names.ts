// Secrets by the names that code gives them: what is called `password` or `api_key` is one, wherever it came from.
import type { NamedCall } from '../facts/compile.ts';
import type { Expression } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import type { CallExpression } from './call.ts';
import type { Frame } from './frame.ts';
import type { CallInputs } from './inputs.ts';
import type { Pass } from './pass.ts';
import { reportSink, sinkPlace } from './report.ts';
import { sourceBit, taintOf } from './taint.ts';
import { sourceTrace } from './trace.ts';
import { typeOf, UNKNOWN, type Value, withTaint } from './value.ts';

const NAME =
  /(?:^|[_\-.]|[a-z0-9](?=[A-Z]))(?:pass(?:word|wd|phrase|code)|pwd|secret|api_?key|access_?key|private_?key|secret_?key|encryption_?key|(?:auth|access|refresh|bearer|session|api|csrf|reset)_?token|client_?secret|credentials?|ssn|social_?security(?:_?(?:number|no))?|credit_?card(?:_?(?:number|no))?|card_?number|cvv)$/i;
/** Words that make of a secret something about it. */
const ABOUT =
  /^(?:no|has|is|use|uses|show|hide|forgot|reset|change|update|missing|invalid|wrong|hash|hashed|encrypted|masked|public)_?(?=[a-z_])/i;

/** A class of the program's own, as an enumeration of the requests that an API has: what it shows it says itself. */
const OWN_TYPE = /(?:^|\.)(?!(?:String|Object|CharSequence|Optional)$)[A-Z]\w*$/;

const SHOWING: ReadonlySet<string> = new Set([
  'str',
  'repr',
  'format',
  'String',
  'toString',
  'valueOf',
  'encode',
  'decode',
  'strip',
  'trim',
  'get',
  'getenv',
]);
const DEEPEST = 6;

/** Reports secrets, known by name, among the arguments of a call that writes to a log. */
export function checkSensitiveNames(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  named: NamedCall,
  inputs: CallInputs,
): void {
  const sink = named.sinks.find(({ kind }) => kind === 'log');
  if (sink === undefined) return;
  for (const [index, argument] of call.arguments.entries()) {
    if (argument.name !== null || isHarmlessKind(inputs.positional[index])) continue;
    const found = secretIn(argument.value, DEEPEST);
    if (found === null) continue;
    const { program } = frame.instance;
    const trace = sourceTrace(program, found, '', sourceBit('sensitive'));
    const value = withTaint(UNKNOWN, taintOf('sensitive', ['log']), trace);
    reportSink(pass.reporter, sinkPlace(program, call.node, named), 'log', value);
    return;
  }
}

/** Numbers, truth values and constants are no secrets; a text that holds one is not constant. */
function isHarmlessKind(value: Value | undefined): boolean {
  if (value === undefined) return false;
  const type = typeOf(value);
  return value.constants !== null || type === 'boolean' || type === 'number' || (type !== null && OWN_TYPE.test(type));
}

/** Where in an expression a secret is read that its value shows, or null. */
function secretIn(expression: Expression, depth: number): NodeIndex | null {
  if (depth === 0) return null;
  switch (expression.kind) {
    case 'variable':
      return isSecret(expression.variable.name) ? expression.node : null;
    case 'member':
      return isSecret(expression.key) ? expression.node : null;
    case 'index':
      return expression.index.kind === 'constant' && isSecret(String(expression.index.value)) ? expression.node : null;
    case 'text':
      return first(expression.parts, depth);
    case 'operation':
      return ['+', '%', 'format', 'or', '??'].includes(expression.operator) ? first(expression.operands, depth) : null;
    case 'conditional':
      return first([expression.then, expression.otherwise], depth);
    case 'list':
      return first(
        expression.items.map(({ value }) => value),
        depth,
      );
    case 'call':
      return secretInCall(expression, depth);
    default:
      return null;
  }
}

/** `str(password)`, `"…".format(password)`, `settings.get("password")`: calls that give what they are given. */
function secretInCall(call: CallExpression, depth: number): NodeIndex | null {
  const { callee } = call;
  const plain = callee.kind === 'global' ? callee.name : '';
  const name = callee.kind === 'member' ? callee.key : plain;
  if (!SHOWING.has(name)) return null;
  const given = call.arguments.map(({ value }) => value);
  if (name === 'get' || name === 'getenv') {
    const [key] = given;
    return key?.kind === 'constant' && isSecret(String(key.value)) ? call.node : null;
  }
  return first(callee.kind === 'member' ? [callee.object, ...given] : given, depth);
}

function first(parts: readonly Expression[], depth: number): NodeIndex | null {
  for (const part of parts) {
    const found = secretIn(part, depth - 1);
    if (found !== null) return found;
  }
  return null;
}

const KNOWN = new Map<string, boolean>();
const MOST_KNOWN = 10_000;

function isSecret(name: string): boolean {
  let answer = KNOWN.get(name);
  if (answer === undefined) {
    answer = name.length < 60 && NAME.test(name) && !ABOUT.test(name);
    if (KNOWN.size < MOST_KNOWN) KNOWN.set(name, answer);
  }
  return answer;
}
