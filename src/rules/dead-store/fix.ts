// Drops an assignment that nothing reads; what it computes stays where that may do something.
import {
  calledName,
  childByField,
  codeAround,
  type Expression,
  endOf,
  type Fix,
  type FixCandidate,
  type FunctionDefinition,
  givesOnlyValue,
  isAloneInBranch,
  isLook,
  kindOf,
  linesBefore,
  type NodeIndex,
  type Program,
  parentOf,
  removalOf,
  type SyntaxTree,
  sightingsOf,
  startOf,
  statementAround,
  type TextEdit,
  textOf as textOfNode,
  variableUse,
  visitChildren,
} from '../../analysis-engine/index.ts';

/** What stands in front of the value of a plain assignment to a name: a declaration, or nothing but the name. */
const HEAD =
  /^(?<declares>(?:(?:const|let|var|final)\s+)*(?:[A-Za-z_][\w.]*(?:<[^=;]*>)?(?:\[\])*\s+)?)(?<name>[\w$]+)(?<type>\s*:\s*[^=]+?)?\s*:?=\s*$/;

/** The statement goes, or keeps only its value; a declaration that later assignments need stays without its value. */
export const fix: Fix = (context) => {
  const { tree, program, start, end, source, language } = context;
  const sighting = sightingsOf(program, 'assign').find(
    ({ item }) => startOf(tree, item.target.node) === start && endOf(tree, item.target.node) === end,
  );
  if (sighting === undefined || sighting.item.target.kind !== 'variable') return [];
  const { target, value } = sighting.item;
  const statement = statementAround(tree, target.node);
  const use = variableUse(program, sighting.definition, target.variable);
  if (statement < 0 || use === undefined) return [];
  const [first, last] = [startOf(tree, statement), endOf(tree, statement)];
  const [from, to] = rangeOfValue(source, startOf(tree, value.node), endOf(tree, value.node), last);
  const head = HEAD.exec(source.slice(first, from));
  if (head?.groups === undefined || !/^\s*;?$/.test(source.slice(to, last))) return [];
  const { name, declares, type = '' } = head.groups;
  if (
    isMarked(source, first, last) ||
    isIntroduced(source, first, last) ||
    isReadInOtherWays(source.slice(last, last + 4000), name)
  )
    return [];
  const textOf = (part: Expression): string => source.slice(startOf(tree, part.node), endOf(tree, part.node));
  const code = isTried(tree, statement) ? codeInTry(value, textOf) : codeToKeep(value, language, textOf);
  if (code === null) return [];
  // A jump back may read it; an object that nobody gets, made of nothing, looks forgotten.
  if (/^[ \t]*goto\b/m.test(codeAround(context).code)) return [];
  if (/^new\s+[\w.$]+(?:<[^()]*>)?\(\s*\)$/.test(code)) return [];
  const kept = language === 'go' && code !== '' ? `_ = ${code}` : code;
  const isDeclaration = declares !== '' || source.slice(first, from).includes(':=');
  if (isDeclaration && (use.writes.length > 1 || use.reads.length > 0)) {
    if (language === 'go' || /\bconst\b|\bfinal\b/.test(declares)) return [];
    const bare = { start: first, end: to, text: `${declares}${name}${type}` };
    const before = kept === '' ? null : linesBefore(tree, statement, [`${kept};`]);
    if (kept !== '' && before === null) return [];
    return [candidate(name, kept, before === null ? [bare] : [before, bare])];
  }
  // The declaration of what is never read would be left over.
  if (!isDeclaration && use.reads.length === 0 && use.writes.length === 1 && language !== 'python') return [];
  if (kept !== '') return [candidate(name, kept, [{ start: first, end: to, text: kept }])];
  const removal = isAloneInBranch(tree, statement) ? null : removalOf(tree, statement);
  // Where the call is all that something is there for, it stays.
  const isGetter = value.kind === 'call' && value.arguments.length === 0 && /^get[A-Z]/.test(calledName(value.callee));
  const call = language === 'java' && value.kind === 'call' && !isGetter ? textOf(value) : null;
  const keeping = call === null ? [] : [candidate(name, call, [{ start: first, end: to, text: call }])];
  if (removal === null) return keeping;
  const plain = candidate(name, '', [removal]);
  const before = makings(program, sighting.definition, value);
  const whole = before.length === 0 ? [] : [{ ...plain, edits: [removal, ...before] }];
  return [plain, ...whole, ...keeping];
};

/** What is made for nothing but the value goes with it: assignments to variables that are read nowhere else. */
function makings(program: Program, definition: FunctionDefinition, value: Expression): TextEdit[] {
  const { tree, language } = program;
  const gone: Expression[] = [value];
  const edits: TextEdit[] = [];
  const isGone = (node: NodeIndex): boolean =>
    gone.some((part) => startOf(tree, node) >= startOf(tree, part.node) && endOf(tree, node) <= endOf(tree, part.node));
  for (let index = 0; index < gone.length && gone.length <= MOST_MAKINGS; index++) {
    for (const variable of variablesIn(gone[index])) {
      const use = variableUse(program, definition, variable.variable);
      if (use === undefined || use.isParameter || use.isReadByClosure || use.isUnstable) continue;
      if (!use.reads.every(({ item }) => isGone(item.node))) continue;
      const made = use.writes.map(({ parent }) => parent?.item);
      const removals = made.map((item) => {
        if (item === undefined || !('kind' in item) || item.kind !== 'assign' || item.operator !== null) return null;
        const statement = statementAround(tree, item.node);
        const isPlain = givesOnlyValue(item.value) && !mayAct(item.value, language);
        return !isPlain || statement < 0 || isAloneInBranch(tree, statement) ? null : removalOf(tree, statement);
      });
      if (removals.some((edit) => edit === null || edit.text !== '')) continue;
      for (const edit of removals)
        if (edit !== null && !edits.some(({ start }) => start === edit.start)) edits.push(edit);
      for (const item of made)
        if (item !== undefined && 'kind' in item && item.kind === 'assign') gone.push(item.value);
    }
  }
  return edits;
}

/** More than these is a piece of a program, and no leftover. */
const MOST_MAKINGS = 6;

function variablesIn(value: Expression): Extract<Expression, { kind: 'variable' }>[] {
  const found: Extract<Expression, { kind: 'variable' }>[] = [];
  const pending: unknown[] = [value];
  for (
    let at = pending.pop() as Expression | undefined;
    at !== undefined;
    at = pending.pop() as Expression | undefined
  ) {
    if (at.kind === 'variable') found.push(at);
    visitChildren(at, (item) => pending.push(item));
  }
  return found;
}

/** By a decorator of a function inside, or with all the others. */
const isReadInOtherWays = (after: string, name: string): boolean =>
  new RegExp(`^[ \\t]+@${name.replaceAll('$', '\\$')}\\b|\\blocals\\(\\)`, 'm').test(after);

/** Whoever wrote `noqa` there wants it to stay. */
const isMarked = (source: string, from: number, at: number): boolean =>
  /^[^\n]*\s*(?:#|\/\/)\s*(?:noqa|pylint|eslint|NOPMD|NOSONAR|.*\b(?:explicit|check|force|trigger|warm|unused|keep|intention|to-?do|fixme|xxx|disabled|for now|later))/i.test(
    source.slice(at, at + 400),
  ) ||
  /#\s*(?:noqa|pylint)|no-useless-assignment/.test(
    source
      .slice(Math.max(0, from - 300), at)
      .split('\n')
      .slice(-4)
      .join('\n'),
  );

/** A comment above that would be left over, since nothing else follows that it could speak of. */
function isIntroduced(source: string, from: number, at: number): boolean {
  const above =
    source
      .slice(Math.max(0, from - 400), from)
      .split('\n')
      .at(-2) ?? '';
  if (!/^\s*(?:#|\/\/|.*\*\/\s*$)/.test(above)) return false;
  const comments = source
    .slice(Math.max(0, from - 600), from)
    .split('\n')
    .slice(0, -1)
    .reverse();
  const end = comments.findIndex((line) => !/^\s*(?:#|\/\/|\*|\/\*)/.test(line));
  if (/\b(?:to-?do|undone|fixme|xxx|hack)\b/i.test(comments.slice(0, end).join('\n'))) return true;
  const [, next = ''] = source.slice(at, at + 400).split('\n');
  return /^\s*(?:[})\]].*)?$/.test(next) || indentationOf(next) < indentationOf(above);
}

const indentationOf = (line: string): number => /^\s*/.exec(line)?.[0].length ?? 0;

/** In the body of a `try` a value may be computed to see whether that is possible. */
function isTried(tree: SyntaxTree, statement: NodeIndex): boolean {
  const around = parentOf(tree, parentOf(tree, statement));
  if (around < 0 || !/^try_/.test(kindOf(tree, around))) return false;
  return (
    /^try\b/.test(textOfNode(tree, around).slice(0, 4)) &&
    childByField(tree, around, 'body') === parentOf(tree, statement)
  );
}

/** What is tried is often whether a text is a number or a date. */
const CONVERTS = /^(?:int|float|Decimal|UUID|parse\w*|valueOf|decode|loads?|strptime|fromisoformat|ip_\w+|getattr)$/;

function codeInTry(value: Expression, textOf: (part: Expression) => string): string | null {
  const isTry = value.kind === 'call' && (acts(value) || CONVERTS.test(calledName(value.callee)));
  if (isTry || value.kind === 'await') return textOf(value);
  return value.kind === 'constant' || value.kind === 'variable' || value.kind === 'list' || value.kind === 'record'
    ? ''
    : null;
}

/** Methods whose names promise a value, and that may move a cursor or count all the same. */
const MAY_ACT = /^(?:(?:get|read|parse|next|last|copy|compile)[A-Z_]|(?:read|next|random|getrandbits|randint)$)/;
/** Getters of Java give what they are called after. */
const ACTS_IN_JAVA =
  /^(?:get(?:And|Next|OrCreate|.*Stream|.*Connection|Response|Content|Session|Writer|Reader|.*Result)|read|next)/;
/** Functions that take something from what they are given. */
const TAKES =
  /^(?:read|next|pop|take|consume|shift|recv|fetch)(?:$|[A-Z_])|^parse(?!Int|Double|Long|Float|Boolean|Short|Byte|Date|Unsigned)(?:[A-Z_]|$)/;
/** Alone on its line any other call looks forgotten. */
const DOES =
  /^(?:_*(?:set|add|put|push|write|send|save|update|delete|remove|create|insert|append|start|stop|close|run|exec|execute|invoke|call|register|emit|dispatch|post|skip|wait|sleep|submit|schedule|spawn|do|handle|process|apply|commit|flush|print|log|note|notify|install|mount|mkdir|move|rename|copy|upload|download|patch|edit|assign|login|logout|init|setup|open|connect|load|consume|increment|reset|clear|sync|publish|subscribe|listen|render|show|perform|trigger|enable|disable|make|ensure|check|validate|verify|test|side|f|foo|bar|func|fn)(?:$|[A-Z_\d]))|^set(?:Timeout|Interval)$/i;

/** What is read from these is behind them afterwards. */
const MOVES = /buf(?:fer)?$|reader$|stream$|scanner$|cursor$|iter(?:ator)?$|^header$|^in(?:put)?$/i;

const nameOf = (value: Expression): string => (value.kind === 'variable' ? value.variable.name : '');

function mayAct(value: Expression, language: string): boolean {
  const acts = language === 'java' ? ACTS_IN_JAVA : MAY_ACT;
  const pending: unknown[] = [value];
  for (
    let at = pending.pop() as Expression | undefined;
    at !== undefined;
    at = pending.pop() as Expression | undefined
  ) {
    if (at.kind === 'call' && at.callee.kind === 'member' && acts.test(at.callee.key)) return true;
    if (at.kind === 'call' && TAKES.test(calledName(at.callee))) return true;
    if (at.kind === 'call' && at.arguments.some((argument) => MOVES.test(nameOf(argument.value)))) return true;
    visitChildren(at, (item) => pending.push(item));
  }
  return false;
}

function candidate(name: string, kept: string, edits: FixCandidate['edits']): FixCandidate {
  const description =
    kept === ''
      ? `Remove the assignment to \`${name}\`: nothing reads it.`
      : `Keep the call, and not its result in \`${name}\`, which nothing reads.`;
  return { description, edits };
}

/** With the parentheses around it. */
function rangeOfValue(source: string, start: number, end: number, limit: number): [number, number] {
  let [from, to] = [start, end];
  while (/\(\s*$/.test(source.slice(0, from).slice(-20)) && /^\s*\)/.test(source.slice(to, limit))) {
    from = source.lastIndexOf('(', from - 1);
    to = source.indexOf(')', to) + 1;
  }
  return [from, to];
}

/** The part of a value that must still run: '' for none, null where it cannot stand alone. */
function codeToKeep(value: Expression, language: string, textOf: (part: Expression) => string): string | null {
  if (givesOnlyValue(value) && !mayAct(value, language)) return '';
  if (value.kind === 'cast') return codeToKeep(value.value, language, textOf);
  const inside = language === 'go' ? null : whatActs(value, language);
  if (inside !== null) return codeToKeep(inside, language, textOf);
  if (value.kind === 'call' && language !== 'go' && !acts(value)) return null;
  const text = textOf(value);
  const canStand =
    (value.kind === 'call' || value.kind === 'await') && /^[\w$]/.test(text) && !/^(?:function|class)\b/.test(text);
  return canStand ? text : null;
}

/** By its name, or as a part that enters itself into what it belongs to: `new Bucket(this, 'data')`. */
function acts(value: Extract<Expression, { kind: 'call' }>): boolean {
  if (value.construction && value.arguments[0]?.value.kind === 'this') return true;
  return DOES.test(calledName(value.callee));
}

/** What a conversion at the end of a chain is done to: `read()` of `read().strip()`, the value of `cast(Type, value)`. */
function whatActs(value: Expression, language: string): Expression | null {
  if (value.kind !== 'call') return null;
  const { callee } = value;
  const given = value.arguments.map((argument) => argument.value);
  const isConverted =
    language === 'python' && /^(?:int|float|str|bool|list|tuple|set|len|sorted)$/.test(calledName(callee));
  if (isConverted && given.length === 1 && callee.kind !== 'member') return given[0];
  const isCast = language === 'python' && /^(?:typing\.|t\.)?cast$/.test(calledName(callee));
  if (isCast && given.length === 2) return given[1];
  if (callee.kind !== 'member' || callee.object.kind !== 'call') return null;
  const isConversion = isLook(callee.key) && !MAY_ACT.test(callee.key) && given.every(givesOnlyValue);
  return isConversion ? callee.object : null;
}
