// A command as a text for a shell becomes a program with a list of arguments, where its words can be told apart with certainty.

import type { ItemOf } from '../inspection/index.ts';
import type { Expression } from '../ir.ts';
import { endOf, kindOf, type NodeIndex, startOf, textOf } from '../parsing/syntax-tree.ts';
import { callArguments } from './call-arguments.ts';
import { quoteOf } from './code-style.ts';
import type { WrittenCode } from './code-template.ts';
import { mayEncode, valuesOf } from './encodable.ts';
import { encodingFix } from './encoding.ts';
import { callIn, carries, dynamicParts, placeOf } from './expressions.ts';
import type { Fix, FixContext, TextEdit } from './fix.ts';
import { calledName } from './program-outline.ts';
import { type Piece, piecesOf } from './sql-text.ts';
import { codeAround } from './surroundings.ts';

/** Functions that hand a text to a shell, and those that start a program. */
const PROGRAMS: Readonly<Record<string, string>> = { exec: 'execFile', execSync: 'execFileSync' };
/** What a shell reads as its own. */
const OF_SHELL = /[|&;<>()$`*?[\]{}~#!%\\\n\r^]/;
/** On Windows these are scripts, which need a shell. */
const SCRIPTS =
  /^(?:npm|npx|yarn|pnpm|bower|gulp|grunt|tsc|ng|vue|next|vite|jest|webpack|cd|echo|dir|type|set|start|source|export)$/;
/** Commands that only a shell of Unix has, and its devices. */
const OF_UNIX =
  /(?:^|[|;&]\s*)(?:cat|ls|grep|egrep|wc|awk|sed|head|tail|rm|cp|mv|chmod|chown|sh|bash|sudo|kill|ps|find|xargs|sort|uniq|tr|cut|touch)\s|\/dev\/null|\/(?:usr|bin|etc|var)\//;

const quoted = encodingFix('encode.shell', /\S/);

/** A list of arguments instead of a text for a shell, else the values quoted for it. */
export const commandFix: Fix = (context) => {
  if (hasTwinInLine(context)) return [];
  const listed = asArgumentList(context);
  if (listed.length > 0) return listed;
  const started = withoutShell(context);
  if (started.length > 0) return started;
  if (isTakenApart(context) || !hasShell(context)) return [];
  // Which shell there is only the command tells.
  const isScript = /script$/.test(context.language);
  if (isScript && !OF_UNIX.test(commandText(context))) return [];
  const inLists = quotedInLists(context);
  return inLists.length > 0 ? inLists : quoted(context);
};

/** Two commands in one line are changed together, or not at all. */
function hasTwinInLine({ source, start, end }: FixContext): boolean {
  const from = source.lastIndexOf('\n', start) + 1;
  const to = source.indexOf('\n', end);
  const line = source.slice(from, to < 0 ? source.length : to);
  return (line.match(/\bexec(?:Sync)?\(|\bsystem\(/g)?.length ?? 0) > 1;
}

/** A shell that is named, or asked for: without one quotes would be a part of the value. */
function hasShell(context: FixContext): boolean {
  const { language, sinkName, source, start, end } = context;
  if (/script$/.test(language)) return true;
  const isSubprocess = language === 'python' && /^subprocess\.(?:run|call|check_|Popen)/.test(sinkName ?? '');
  if (language === 'python' && !isSubprocess) return true;
  if (isSubprocess && /shell\s*=\s*(?!False|0)/.test(source.slice(start, end))) return true;
  return /["'](?:[\w/]*\/)?(?:(?:ba|z|k|da|a)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?)["' ]/.test(
    codeAround(context).code,
  );
}

/** Where each branch has a list of its own for the call, the value is quoted in all of them. */
function quotedInLists(context: FixContext): ReturnType<Fix> {
  const { program, trace, start, end, repairs } = context;
  const given = callIn(program, start, end)?.item.arguments[0]?.value;
  const lists = given === undefined ? [] : valuesOf(context, given).filter((value) => value.kind === 'list');
  if (lists.length < 2) return [];
  const parts = lists.flatMap(({ items }) =>
    items
      .slice(1)
      .flatMap(({ value }) => dynamicParts(value).map((part) => ({ part, whole: value === part ? null : value }))),
  );
  const carrying = parts.filter(({ part }) => trace.some((step) => carries(program, part, step)));
  if (!carrying.every(({ part, whole }) => mayEncode(context, 'encode.shell', part, whole))) return [];
  const encoded = carrying.map(({ part }) => repairs.encoded('encode.shell', placeOf(program, part))[0]);
  if (encoded.length < 2 || encoded.some((candidate) => candidate === undefined)) return [];
  // The helper is written once.
  const edits = new Map(encoded.flatMap((each) => each.edits).map((edit) => [JSON.stringify(edit), edit]));
  return [{ ...encoded[0], edits: [...edits.values()] }];
}

/** Java takes a text apart at its blanks, whatever is quoted. */
function isTakenApart({ program, start, end, sinkName }: FixContext): boolean {
  if (sinkName !== RUNTIME) return false;
  const given = callIn(program, start, end)?.item.arguments[0]?.value;
  return given !== undefined && given.kind !== 'list' && given.kind !== 'variable';
}

const RUNTIME = 'java.lang.Runtime.exec';

function commandText(context: FixContext): string {
  const text = commandOf(context);
  const pieces = text === null ? null : piecesOf(context.program, text);
  return (pieces ?? [])
    .map((piece) => (piece.kind === 'text' ? context.source.slice(piece.start, piece.end) : '0'))
    .join('');
}

/** What the call that was found runs: its argument, or the one value of the variable that it is given. */
function commandOf(context: FixContext): Expression | null {
  const given = callIn(context.program, context.start, context.end)?.item.arguments[0]?.value;
  if (given?.kind !== 'variable') return given ?? null;
  const [only, ...others] = valuesOf(context, given);
  return others.length === 0 ? (only ?? null) : null;
}

const SHELL = /^["'](?:[\w/]*\/)?(?:ba|z|da)?sh["']$/;

/** `["sh", "-c", "ping " + host]`: the program is started itself, where its words can be told apart. */
function withoutShell(context: FixContext): ReturnType<Fix> {
  const { program, source, start, end, language } = context;
  if (/script$/.test(language)) return [];
  const call = callIn(program, start, end);
  const given = call?.item.arguments.map(({ value }) => value) ?? [];
  const lists = given.flatMap((value) => (value.kind === 'variable' ? valuesOf(context, value) : [value]));
  const [list, ...others] = lists.filter((value) => value.kind === 'list');
  if (others.length > 0) return [];
  const items = list === undefined ? given : list.items.map(({ value }) => value);
  const codeOf = (value: Expression): string => {
    const place = placeOf(program, value);
    return source.slice(place.start, place.end);
  };
  const at = items.findIndex((item) => SHELL.test(codeOf(item)));
  const [shell, option, command, ...rest] = at < 0 ? [] : items.slice(at);
  if (shell === undefined || option === undefined || command === undefined || rest.length > 0) return [];
  if (!/^["']-c["']$/.test(codeOf(option))) return [];
  const words = wordsOf(context, command);
  if (words === null || words.length < 2) return [];
  const description = 'Start the program itself and not a shell, so that nothing more is read out of the value.';
  return [
    {
      description,
      edits: [{ start: placeOf(program, shell).start, end: placeOf(program, command).end, text: words.join(', ') }],
    },
  ];
}

function asArgumentList(context: FixContext): ReturnType<Fix> {
  const { program, source, start, end } = context;
  const call = callIn(program, start, end);
  const command = call?.item.arguments[0]?.value;
  if (call === null || command === undefined) return [];
  const words = wordsOf(context, command);
  if (words === null || words.length < 2) return [];
  const { start: from, end: to } = placeOf(program, command);
  if (source.slice(from, to).includes('\n')) return [];
  const listed = listedFor(context, call.item, words);
  if (listed === null) return [];
  const edits: TextEdit[] = [...listed.edits, { start: from, end: to, text: listed.text }];
  const description = 'Hand the program its arguments as a list, so that nothing more is read out of the value.';
  return [{ description, edits, replaces: Object.keys(PROGRAMS) }];
}

function listedFor(context: FixContext, call: ItemOf<'call'>, words: readonly string[]): WrittenCode | null {
  if (context.language === 'java') return asArray(context, words);
  return context.language === 'python' ? asList(context, words) : asFile(context, call, words);
}

/** `run(["ls", name])`: without a shell the whole text would be the name of a program. */
function asList({ sinkName, source, start, end }: FixContext, words: readonly string[]): WrittenCode | null {
  const isStarted = /^subprocess\.(?:run|call|check_\w+|Popen)/.test(sinkName ?? '');
  const asked = /\bshell\s*=\s*([^,)\s]+)/.exec(source.slice(start, end))?.[1] ?? 'False';
  const hasMore = /\*\*|\bexecutable\b/.test(source.slice(start, end));
  return isStarted && !hasMore && /^(?:False|0|None)$/.test(asked)
    ? { text: `[${words.join(', ')}]`, edits: [] }
    : null;
}

/** `exec(new String[] {"ls", name})` */
const asArray = ({ sinkName }: FixContext, words: readonly string[]): WrittenCode | null =>
  sinkName === RUNTIME ? { text: `new String[] {${words.join(', ')}}`, edits: [] } : null;

/** `execFile('ls', [name])` */
function asFile(context: FixContext, call: ItemOf<'call'>, words: readonly string[]): WrittenCode | null {
  const { tree, sinkName } = context;
  const name = calledName(call.callee);
  const instead = PROGRAMS[name];
  const list = callArguments(tree, call.node);
  if (instead === undefined || list === null || !/child_process/.test(sinkName ?? '')) return null;
  // An option may ask for a certain shell.
  const options = list.items.slice(1).filter((item) => !/function/.test(kindOf(tree, item)));
  if (options.some((item) => kindOf(tree, item) !== 'object' || /\bshell\b|\.\.\./.test(textOf(tree, item))))
    return null;
  const callee = calleeInstead(context, call.callee.node, name, instead);
  if (callee === null) return null;
  const [file, ...rest] = words;
  return { text: `${file}, [${rest.join(', ')}]`, edits: callee };
}

/** The names that a file takes out of the module. */
const TAKEN = /\{([^{}]*)\}\s*(?:=\s*require\(|from)\s*['"](?:node:)?child_process['"]/;

/** `cp.exec` keeps its module; a name that was taken out of it gives way to the other, or stands beside it. */
function calleeInstead(
  { tree, source }: FixContext,
  node: NodeIndex,
  name: string,
  instead: string,
): TextEdit[] | null {
  const [start, end] = [startOf(tree, node), endOf(tree, node)];
  const text = source.slice(start, end);
  if (text.endsWith(`.${name}`)) return [{ start: end - name.length, end, text: instead }];
  const taken = TAKEN.exec(source);
  const at = taken === null ? -1 : taken[0].search(new RegExp(`(?<![\\w$:] ?)\\b${name}\\b(?!\\s*(?::|as\\b))`));
  if (text !== name || taken === null || at < 0) return null;
  const call = { start, end, text: instead };
  if (new RegExp(`\\b${instead}\\b`).test(taken[1])) return [call];
  const place = taken.index + at;
  const isOnlyOne = source.match(new RegExp(`(?<![\\w$.])${name}\\b`, 'g'))?.length === 2;
  const behind = place + name.length;
  return [
    call,
    isOnlyOne ? { start: place, end: behind, text: instead } : { start: behind, end: behind, text: `, ${instead}` },
  ];
}

/** The pieces of `"ls {}".format(name)` and `"ls %s" % name`. */
function formattedPieces({ program, source }: FixContext, command: Expression): Piece[] | null {
  const isFormat = command.kind === 'call' && command.callee.kind === 'member' && command.callee.key === 'format';
  const isPercent = command.kind === 'operation' && command.operator === '%';
  if (!isFormat && !isPercent) return null;
  const text = isFormat && command.callee.kind === 'member' ? command.callee.object : undefined;
  const [literal, given] = isPercent ? command.operands : [text, undefined];
  if (literal?.kind !== 'constant') return null;
  const list = given?.kind === 'list' ? given.items.map(({ value }) => value) : [given];
  const values = isFormat ? command.arguments.map(({ value }) => value) : list;
  // `*names` is as many values as it has, and `name=value` is none of those in order.
  if (isFormat && command.arguments.some(({ name, spread }) => name !== null || spread !== 'none')) return null;
  if (given?.kind === 'list' && given.items.some(({ spread }) => spread !== 'none')) return null;
  const { start, end } = placeOf(program, literal);
  const code = source.slice(start, end);
  const marks = [...code.matchAll(isFormat ? /\{\}/g : /%s/g)];
  if (!/^(["'])(?!\1\1)/.test(code) || marks.length !== values.length) return null;
  if (/[{}%]/.test(code.replaceAll(isFormat ? /\{\}/g : /%s/g, ''))) return null;
  const pieces: Piece[] = [];
  let at = start + 1;
  for (const [index, mark] of marks.entries()) {
    const value = values[index];
    if (value === undefined) return null;
    const from = start + mark.index;
    pieces.push({ kind: 'text', start: at, end: from, literal: literal.node });
    at = from + mark[0].length;
    pieces.push({ kind: 'value', start: from, end: at, expression: value });
  }
  return [...pieces, { kind: 'text', start: at, end: end - 1, literal: literal.node }];
}

/** The words of a command as code; null where a shell would do more than take them apart. */
function wordsOf(context: FixContext, command: Expression): string[] | null {
  const { program, source } = context;
  const pieces = formattedPieces(context, command) ?? piecesOf(program, command);
  if (pieces === null || pieces[0]?.kind !== 'text') return null;
  const words: Word[] = [[]];
  let quote = '';
  for (const piece of pieces) {
    if (piece.kind === 'value') {
      if (!isOneWord(context, piece.expression, quote === '' ? command : null)) return null;
      words.at(-1)?.push(piece.expression);
      continue;
    }
    for (const character of source.slice(piece.start, piece.end)) {
      if (OF_SHELL.test(character)) return null;
      if (quote === '' && /["']/.test(character)) quote = character;
      else if (character === quote) quote = '';
      else if (quote === '' && /\s/.test(character)) words.push([]);
      else words.at(-1)?.push(character);
    }
  }
  const filled = words.filter((word) => word.length > 0);
  const [first] = filled;
  const isProgram =
    first?.every((part) => typeof part === 'string' && part !== '=') === true && !SCRIPTS.test(first.join(''));
  // What `+` joins to a text is one, but for Java and JavaScript.
  const isJoined = command.kind === 'operation' && command.operator === '+';
  if (context.language === 'go' && !isJoined && command.kind !== 'constant') return null;
  const isText = isJoined && /^(?:go|python)$/.test(context.language);
  if (quote !== '' || !isProgram) return null;
  const codes = filled.map((word) => written(context, word, isText));
  return codes.every((code) => code !== null) ? codes : null;
}

const CONVERTED: Readonly<Record<string, string>> = { java: 'String.valueOf', python: 'str' };

/** Characters and values, in order. */
type Word = (string | Expression)[];

const isOneWord = (context: FixContext, value: Expression, whole: Expression | null): boolean =>
  mayEncode(context, 'encode.shell', value, whole);

function written(context: FixContext, word: Word, areTexts: boolean): string | null {
  const { program, source, language } = context;
  const isJoined = language === 'java' || language === 'go';
  const codeOf = (value: Expression): string => {
    const { start, end } = placeOf(program, value);
    return source.slice(start, end);
  };
  const [only, ...others] = word;
  if (typeof only !== 'string' && others.length === 0) {
    if (areTexts || isText(context, only)) return codeOf(only);
    return `${CONVERTED[language] ?? 'String'}(${codeOf(only)})`;
  }
  if (isJoined) return joined(word, codeOf);
  const isPlain = word.every((part) => typeof part === 'string');
  if (language === 'python') {
    const parts = word.map((part) => (typeof part === 'string' ? part : `{${codeOf(part)}}`)).join('');
    // Until Python 3.12 what is in an f-string has no backslash and none of its quotes.
    const usual = quoteOf(source);
    const other = usual === '"' ? "'" : '"';
    const quote = parts.includes(usual) ? other : usual;
    if (parts.includes(quote) || parts.includes('\\')) return null;
    return `${isPlain ? '' : 'f'}${quote}${parts}${quote}`;
  }
  const quote = isPlain ? quoteOf(source) : '`';
  return quote + word.map((part) => (typeof part === 'string' ? part : `\${${codeOf(part)}}`)).join('') + quote;
}

/** `"--name=" + name` */
function joined(word: Word, codeOf: (value: Expression) => string): string {
  let code = '';
  for (const [index, part] of word.entries()) {
    const isText = typeof part === 'string';
    const isAgain = isText && typeof word[index - 1] === 'string';
    if (isAgain) code = `${code.slice(0, -1)}${part}"`;
    else code += `${index === 0 ? '' : ' + '}${isText ? `"${part}"` : codeOf(part)}`;
  }
  return typeof word[0] === 'string' ? code : `"" + ${code}`;
}

/** Arguments must be texts: what may be a number or a list is made one. */
function isText(context: FixContext, value: Expression): boolean {
  if (value.kind === 'text') return true;
  if (value.kind === 'call')
    return /^(?:toString|trim|join|resolve|basename|replace|String)$/.test(calledName(value.callee));
  if (value.kind !== 'variable') return false;
  const values = valuesOf(context, value);
  if (context.language === 'java')
    return new RegExp(`\\bString\\s+${value.variable.name}\\b`).test(codeAround(context).code);
  if (values.length > 0) return values.every((each) => each.kind !== 'variable' && isText(context, each));
  return new RegExp(`\\b${value.variable.name.replaceAll('$', '\\$')}\\??\\s*:\\s*string\\b`).test(context.source);
}
