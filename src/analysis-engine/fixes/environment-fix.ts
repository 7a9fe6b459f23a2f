// A secret that is written in the code is read from the environment, under a name made of what it is called there.
import { kindSet } from '../parsing/kind-sets.ts';
import {
  childByField,
  endOf,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  nextOf,
  parentOf,
  startOf,
  textOf,
} from '../parsing/syntax-tree.ts';
import { nodeAt } from './code-style.ts';
import type { Fix, FixContext } from './fix.ts';

const isText = kindSet(
  'string',
  'string_literal',
  'interpreted_string_literal',
  'raw_string_literal',
  'template_string',
);
const SECRET = /pass|pwd|secret|token|key|credential|salt|auth/i;

/** The literal that is found, or the one that stands for a secret in the call that is found. */
export const secretFromEnvironment: Fix = (context) => {
  const literal = isInTest(context) ? null : (secretIn(context) ?? secretBehindName(context));
  return literal === null ? [] : readInstead(context, literal, nameOf(context, literal));
};

/** The text that a name stands for, which the call is given: where it is written, once in the file. */
function secretBehindName({ tree, source, start, end }: FixContext): NodeIndex | null {
  const code = source.slice(start, end).replaceAll(/'[^'\n]*'|"[^"\n]*"/g, '""');
  const names = new Set([...code.matchAll(/[(,:=]\s*([A-Za-z_]\w*)\s*(?=[,)}])/g)].map((match) => match[1]));
  const secrets = [...names].filter((name) => SECRET.test(name));
  const [name, ...others] = secrets;
  if (name === undefined || others.length > 0) return null;
  const writes = [...source.matchAll(new RegExp(`(?<![\\w.$])${name}\\s*(?::\\s*\\w+\\s*)?:?=(?![=>])\\s*`, 'g'))];
  const [only, ...more] = writes;
  const at = only === undefined ? -1 : only.index + only[0].length;
  const length = /^(["'])(?:(?!\1)[^\\\n])+\1(?=\s*;?\s*(?:\n|$))/.exec(source.slice(Math.max(0, at), at + 400))?.[0]
    .length;
  if (at < 0 || more.length > 0 || length === undefined) return null;
  const literal = nodeAt(tree, at, at + length);
  return isText(tree, literal) && endOf(tree, literal) === at + length && usable(tree, literal) ? literal : null;
}

/** The empty text that is given as a password. */
export const passwordFromEnvironment: Fix = (context) => {
  const { tree, start, end } = context;
  if (isInTest(context)) return [];
  const empty: NodeIndex[] = [];
  for (let at = context.node; at < nextOf(tree, context.node); at++) {
    if (isText(tree, at) && startOf(tree, at) >= start && endOf(tree, at) <= end && textOf(tree, at).length === 2)
      empty.push(at);
  }
  const [only, ...others] = empty;
  if (only === undefined || others.length > 0) return [];
  const label = nameOf(context, only);
  return readInstead(context, only, label !== null && /pass|pwd/i.test(label) ? label : 'DB_PASSWORD');
};

// Tests and demonstrations have secrets that are none.
const isInTest = ({ path }: FixContext): boolean =>
  /(?:^|\/)(?:tests?|demos?)\.\w+$|(?:^|\/)(?:tests?|demos?|cypress|fixtures?|mocks?|__mocks__|stories)\/|_test\.\w+$/.test(
    path,
  );

function readInstead(context: FixContext, literal: NodeIndex, name: string | null): ReturnType<Fix> {
  const { tree, language, source } = context;
  if (name === null || isShared(context, literal) || isCompared(context, literal) || isOneOfOptions(context, literal))
    return [];
  // Without a key, who takes tokens that nobody signed takes all of them.
  if (/script$/.test(language) && /jwt|jsonwebtoken/i.test(source) && /algorithms?[^\n]*['"]none['"]/i.test(source))
    return [];
  const lookup = context.repairs.index.named('environment')[0]?.fact.encode;
  if (lookup === undefined) return [];
  const place = { start: startOf(tree, literal), end: endOf(tree, literal) };
  const written = context.repairs.write(lookup.replaceAll('$IT', name), place);
  // Annotations and constants of Go take constants only, and a page has no environment.
  if (written === null || isConstantPlace(context, literal) || isBrowserCode(language, source)) return [];
  // One name for several secrets would make them one.
  if (language === 'go' && isGivenOften(source, labelOf(tree, literal))) return [];
  if (isNameOfAnother(context, literal, name)) return [];
  // A default is known to everybody, and replaced by whoever needs a secret.
  const above = source.slice(0, place.start).split('\n').slice(-4).join('\n');
  const below = source.slice(place.end).split('\n').slice(0, 3).join('\n');
  if (/default|example|placeholder|dummy|development|NODE_ENV/i.test(above) || /\bdefault\b/i.test(below)) return [];
  // What is put into the environment does not come from there.
  if (/process\.env\.\w+\s*=\s*$|os\.environ\[[^\]]*\]\s*=\s*$/.test(above)) return [];
  const description = `Read the secret from the environment (\`${name}\`), and replace it where it is used: whoever has the code knows it.`;
  return [{ description, edits: [{ ...place, text: written.text }, ...written.edits] }];
}

/** A key that every copy of a program has, or that others know by a protocol: without it nobody could use what they have. */
function isShared({ tree, source }: FixContext, literal: NodeIndex): boolean {
  const label = labelOf(tree, literal);
  const isKey = /^[A-Z0-9_]+_KEY$/.test(label);
  if (isKey && !/SECRET|PRIVATE|CRYPT|SIGN|JWT|AES|HMAC|MASTER|PASS|API|ACCESS|AUTH|APP|SESSION/.test(label))
    return true;
  // In a class or a table of settings the key of a service is the one that the program came with.
  const isOfProgram = /^[_x]*[-_]?(?:api|app|application|auth|client|consumer|public|site|maps?)[-_]?(?:key|code|id)$/i;
  if (isOfProgram.test(label) && isMember(tree, literal)) return true;
  const owner = ownerOf(tree, literal);
  if (
    owner !== null &&
    !/config|setting|secur|auth|jwt|crypt|propert/i.test(owner) &&
    (!/pass|jwt|crypt|sign/i.test(label) || kindOf(tree, parentOf(tree, literal)) === 'pair')
  )
    return true;
  const isOfService = /^(?:x_?)?(?:api|app|application|consumer|client)_?(?:key|id|secret|token)$/i.test(label);
  return isOfService && /["'`]https?:\/\/[\w.-]*\bapi\b|["'`]https?:\/\/[^"'`\s]*\/api\b/.test(source);
}

/** `CONF_PWD = "san_password"` beside `CONF_USER = "san_login"`: how an option is called. */
function isOneOfOptions({ tree, source }: FixContext, literal: NodeIndex): boolean {
  const [, family] = /^([A-Z]+_)[A-Z_]+$/.exec(labelOf(tree, literal)) ?? [];
  if (family === undefined || !/^.[a-z]+(?:_[a-z]+)+.$/.test(textOf(tree, literal))) return false;
  const others = [...source.matchAll(new RegExp(`\\b${family}([A-Z_]+)\\s*=\\s*["'][a-z]+(?:_[a-z]+)+["']`, 'g'))];
  return others.some(([, word]) => !SECRET.test(word));
}

/** A field of a class, or an entry of an object. */
function isMember(tree: FixContext['tree'], literal: NodeIndex): boolean {
  const parent = parentOf(tree, literal);
  if (/^(?:pair|field_definition|public_field_definition|keyed_element)$/.test(kindOf(tree, parent))) return true;
  for (let at = parent; at >= 0; at = parentOf(tree, at)) {
    const kind = kindOf(tree, at);
    if (/function|method/.test(kind)) return false;
    if (/^class_(?:body|declaration|definition)$/.test(kind)) return true;
  }
  return false;
}

/** The class whose field a literal is, in no function of it. */
function ownerOf(tree: FixContext['tree'], literal: NodeIndex): string | null {
  for (let at = literal; at >= 0; at = parentOf(tree, at)) {
    const kind = kindOf(tree, at);
    if (/function|method|constructor/.test(kind) && !/^class/.test(kind)) return null;
    if (/^class_(?:declaration|definition)$/.test(kind)) return textOf(tree, childByField(tree, at, 'name'));
  }
  return null;
}

/** The name of a type or of a kind is compared with something that is called a secret. */
function isCompared({ tree, source }: FixContext, literal: NodeIndex): boolean {
  const parent = parentOf(tree, literal);
  if (!/^(?:binary_expression|comparison_operator)$/.test(kindOf(tree, parent))) return false;
  return /\btypeof\b|\btype\(/.test(source.slice(startOf(tree, parent), endOf(tree, parent)));
}

const isGivenOften = (source: string, label: string): boolean =>
  /^\w+$/.test(label) && (source.match(new RegExp(`^\\s*${label}\\s*:?=`, 'gm'))?.length ?? 0) > 1;

/** Another secret of the file, with another text, would be read from the same name. */
function isNameOfAnother(context: FixContext, literal: NodeIndex, name: string): boolean {
  const { tree } = context;
  const own = textOf(tree, literal).slice(1, -1);
  for (let at = 0; at < nextOf(tree, 0); at++) {
    if (!isText(tree, at) || textOf(tree, at).slice(1, -1) === own || !usable(tree, at)) continue;
    const call = callAround(tree, at);
    const place = call < 0 ? at : call;
    const there = { ...context, node: place, start: startOf(tree, place), end: endOf(tree, place) };
    const isSecret = SECRET.test(labelOf(tree, at)) || (call >= 0 && secretIn(there) === at);
    if (isSecret && nameOf(there, at) === name) return true;
  }
  return false;
}

/** The call that a literal is given to, or -1. */
function callAround(tree: FixContext['tree'], literal: NodeIndex): NodeIndex {
  for (let at = parentOf(tree, literal); at >= 0; at = parentOf(tree, at)) {
    const kind = kindOf(tree, at);
    if (/^(?:call|call_expression|method_invocation|new_expression|object_creation_expression)$/.test(kind)) return at;
    if (/statement$|declaration$|^assignment/.test(kind)) return -1;
  }
  return -1;
}

function isBrowserCode(language: string, source: string): boolean {
  return /script$/.test(language) && /\b(?:document|window|angular|localStorage)\b|@angular|react-dom/.test(source);
}

function secretIn({ tree, node, start, end }: FixContext): NodeIndex | null {
  if (isText(tree, node)) return usable(tree, node) ? node : null;
  const literals: NodeIndex[] = [];
  for (let at = node; at < nextOf(tree, node); at++) {
    if (!isText(tree, at) || startOf(tree, at) < start || endOf(tree, at) > end) continue;
    literals.push(at);
    at = nextOf(tree, at) - 1;
  }
  const named = literals.filter((literal) => SECRET.test(labelOf(tree, literal)));
  const direct = literals.filter((literal) => /argument/.test(kindOf(tree, parentOf(tree, literal))));
  const [chosen, ...others] = named.length === 1 ? named : direct;
  if (others.length > 0) return null;
  // Where a variable is the secret, the literal beside it is something else.
  if (
    named.length !== 1 &&
    /[(,]\s*[\w$.]*(?:secret|key|pass(?:word)?)(?:\.toCharArray\(\)|\.getBytes\([^)]*\))?\s*[,)]/i.test(
      tree.source.slice(start, end),
    )
  )
    return null;
  return chosen !== undefined && usable(tree, chosen) ? chosen : null;
}

function usable(tree: FixContext['tree'], node: NodeIndex): boolean {
  const text = textOf(tree, node);
  // Bytes, texts with values in them, and texts that are more than the secret.
  const isPlain = /^["'`]/.test(text) && !/\$\{|\s|:\/\/|&|[^=]=[^=]|^.-|\(/.test(text) && text.length > 3;
  // `pass: 'what passed'`
  const isOutcome =
    /^pass$/i.test(labelOf(tree, node)) ||
    /^.%\w+%.$|^.urn:|^.(?:local|test)|filtered|redacted|masked|hidden|\*\*/i.test(text);
  return isPlain && !isOutcome && !isName(labelOf(tree, node), text.slice(1, -1)) && !isOneOfWords(tree, node, text);
}

/** Name of a property, an option or an entry: words with dots and slashes between, or the words that it is called by. */
function isName(label: string, text: string): boolean {
  const words = (name: string): string => name.replaceAll(/[^A-Za-z]/g, '').toLowerCase();
  if (/^[A-Za-z]+(?:[./:][A-Za-z-]+)+$/.test(text)) return true;
  // `PASSWORD = "connectionPassword"`
  if (/[a-z][A-Z]/.test(text) && words(label) === words(text)) return true;
  // `access_token: 'token'`
  if (/^[a-z]+$/.test(text) && /token|key/i.test(text) && words(label).endsWith(text)) return true;
  return /[-_]/.test(text) && /^[A-Za-z]+(?:[-_][A-Za-z]+)+$/.test(text) && words(label).includes(words(text));
}

/** A table of names, in which a word for a secret is one of them. */
function isOneOfWords(tree: FixContext['tree'], node: NodeIndex, text: string): boolean {
  const pair = parentOf(tree, node);
  if (kindOf(tree, pair) !== 'pair' || !/^.[A-Za-z_-]+.$/.test(text)) return false;
  const others = namedChildrenOf(tree, parentOf(tree, pair)).filter(
    (each) => each !== pair && kindOf(tree, each) === 'pair',
  );
  return others.filter((each) => /^.[A-Za-z_-]+.$/.test(textOf(tree, childByField(tree, each, 'value')))).length >= 2;
}

/** Name of the keyword, key or variable that a literal is given to. */
function labelOf(tree: FixContext['tree'], literal: NodeIndex): string {
  const parent = parentOf(tree, literal);
  switch (kindOf(tree, parent)) {
    case 'keyword_argument':
      return textOf(tree, childByField(tree, parent, 'name'));
    case 'pair':
      return textOf(tree, childByField(tree, parent, 'key')).replaceAll(/['"]/g, '');
    case 'keyed_element':
      return textOf(tree, parent + 1);
    case 'variable_declarator':
      return textOf(tree, childByField(tree, parent, 'name'));
    case 'assignment':
    case 'assignment_expression':
      return textOf(tree, childByField(tree, parent, 'left'))
        .replace(/^.*[.[]/, '')
        .replaceAll(/['"\]]/g, '');
    case 'expression_list': {
      const owner = parentOf(tree, parent);
      return kindOf(tree, owner) === 'short_var_declaration' || kindOf(tree, owner) === 'assignment_statement'
        ? textOf(tree, childByField(tree, owner, 'left'))
        : '';
    }
    default:
      return '';
  }
}

/** What a call takes a secret for, by its name. */
const CALLS: readonly (readonly [RegExp, string])[] = [
  [/^(?:sign|verify|encode|decode|jwt|asKey|SignedString|HMAC\d+)$/, 'JWT_SECRET'],
  [/^(?:createHmac|hmac|Mac|HmacSHA\d+)$/i, 'HMAC_KEY'],
  [/cipher|^(?:en|de)crypt$|^SecretKeySpec$|^DESKeySpec$|^Fernet$/i, 'ENCRYPTION_KEY'],
  [/^(?:session|cookieSession|cookieParser|NewCookieStore)$/i, 'SESSION_SECRET'],
  [/connect|^(?:Client|Pool|createPool|getConnection|create_engine|MongoClient|Open)$/, 'DB_PASSWORD'],
];

/** Called like this in any program: with the class around it, it says whose it is. */
const GENERAL = /^(?:PASS|PASSWORD|PASSWD|PWD|SECRET|TOKEN|KEY|AUTH|API_?KEY|APIKEY|CREDENTIALS?)$/;

function nameOf({ tree, start, source }: FixContext, literal: NodeIndex): string | null {
  const label = labelOf(tree, literal);
  const callee = /([A-Za-z_]\w*)\s*\($/.exec(
    source.slice(Math.max(0, start - 40), startOf(tree, literal)).replace(/[^(]*$/, ''),
  )?.[1];
  const asked = callee === undefined ? undefined : CALLS.find(([called]) => called.test(callee))?.[1];
  if (label === '') return asked ?? (callee !== undefined && SECRET.test(callee) ? inCapitals(callee) : null);
  if (!/^[A-Za-z_][\w-]*$/.test(label)) return null;
  // What is neither called a secret nor given to something that takes one may be anything.
  if (!SECRET.test(label)) return asked ?? null;
  const name = inCapitals(label.replace(/^_+/, '')).replace(/^HARD_?CODED_(?=.)/, '');
  if (!GENERAL.test(name)) return name;
  if (asked !== undefined && (/PASS|PWD/.test(name) ? asked === 'DB_PASSWORD' : asked !== 'DB_PASSWORD')) return asked;
  if (/^(?:SECRET|KEY)$/.test(name) && /\bjwt\b|jsonwebtoken/i.test(source)) return 'JWT_SECRET';
  const owner = classAround(tree, literal);
  return owner === null ? name : `${inCapitals(owner)}_${name}`;
}

function inCapitals(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase();
}

/** The name of the class that a literal is in. */
function classAround(tree: FixContext['tree'], literal: NodeIndex): string | null {
  for (let at = literal; at >= 0; at = parentOf(tree, at)) {
    if (!/^class_(?:declaration|definition)$/.test(kindOf(tree, at))) continue;
    const name = childByField(tree, at, 'name');
    return name < 0 || /test|example|main|^[A-Z]\w?$/i.test(textOf(tree, name)) ? null : textOf(tree, name);
  }
  return null;
}

function isConstantPlace({ tree, language }: FixContext, literal: NodeIndex): boolean {
  for (let at = literal; at >= 0; at = parentOf(tree, at)) {
    const kind = kindOf(tree, at);
    if (/annotation|case|const_spec|enum_constant|default_parameter|import|switch_label|decorator/.test(kind))
      return true;
    if (language === 'go' && kind === 'const_declaration') return true;
    if (/statement$|declaration$/.test(kind)) return kind === 'const_declaration';
  }
  return false;
}
