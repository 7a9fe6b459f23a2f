// Repairs of the library facts, brought to a finding: their patterns matched where it is, their texts filled in.
import type { RepairFact } from '../facts/library-fact.ts';
import type { Program } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import { kindOf, type NodeIndex, namedChildrenOf, parentOf } from '../parsing/syntax-tree.ts';
import { type PatternHit, PatternRun, type PatternsOf } from '../pattern-rules/index.ts';
import { type CallArguments, callArguments, setFields, setKeywords, setOptions } from './call-arguments.ts';
import { linesAfter, linesBefore, nodeAt, quoteOf, removalOf, statementAround } from './code-style.ts';
import { type WrittenCode, writeCode } from './code-template.ts';
import type { FixCandidate, TextEdit } from './fix.ts';
import { importsOf } from './imports.ts';
import type { Repair, RepairIndex } from './repair-index.ts';
import { minimalEdit } from './text-edits.ts';
import { encodedIn } from './value-in-text.ts';

export interface RepairFinder {
  readonly index: RepairIndex;
  /** candidates of the repairs of this name whose pattern matches at the place */
  readonly at: (name: string, place: { readonly start: number; readonly end: number }) => FixCandidate[];
  /** candidates of one repair */
  readonly applied: (repair: Repair, place: { readonly start: number; readonly end: number }) => FixCandidate[];
  /** encoders of this name for a piece of code */
  readonly encoded: (name: string, place: { readonly start: number; readonly end: number }) => FixCandidate[];
  /** a text with its imports and helpers */
  readonly write: (template: string, near: { readonly start: number; readonly end: number }) => WrittenCode | null;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Works with one file; each pattern is run over it once. */
export function createRepairFinder(program: Program, index: RepairIndex, patternsOf: PatternsOf): RepairFinder {
  let run: PatternRun | null = null;
  const known = new Map<Repair, readonly PatternHit[]>();
  const hitsOf = (repair: Repair): readonly PatternHit[] => {
    const before = known.get(repair);
    if (before !== undefined) return before;
    run ??= new PatternRun(program.tree, program.language, program.path);
    const current = run;
    const hits = patternsOf(repair.conditions, program.language).flatMap((compiled) => current.hits(compiled));
    known.set(repair, hits);
    return hits;
  };
  const write = (template: string, near: Place): WrittenCode | null => writeCode(program, index, template, near);
  const applied = (repair: Repair, place: Place): FixCandidate[] =>
    (repair.conditions.length === 0 ? itself(program, repair.fact, place) : nearest(hitsOf(repair), place))
      .map((hit) => repaired(program, repair.fact, hit, write))
      .filter((candidate) => candidate !== null);
  return {
    index,
    write,
    applied,
    at: (name, place) => {
      const candidates: FixCandidate[] = [];
      for (const repair of index.named(name)) {
        if (repair.fact.encode === undefined && isMeant(program, repair.fact))
          candidates.push(...applied(repair, place));
        if (candidates.length >= LIMITS.fixCandidates) break;
      }
      return candidates;
    },
    encoded: (name, { start, end }) =>
      [...ownEncoder(program, name), ...index.named(name).map(({ fact }) => fact)].flatMap((fact) => {
        if (fact.encode === undefined || !isMeant(program, fact)) return [];
        const encoded = encodedIn(program, quoted(program, fact.encode), { start, end });
        const written = encoded === null ? null : write(encoded.text, { start, end });
        if (encoded === null || written === null) return [];
        const edit = { start: encoded.start, end: encoded.end, text: written.text };
        return [{ description: fact.says, edits: [edit, ...written.edits] }];
      }),
  };
}

const SWITCH = /^(?:true|false|True|False|!?[01]|null|undefined|None)$/;

const ENCODERS = /^(?:escape_(?:for_)?html|html_escape|escapeHtml|escapeHTML)$/;

/** The encoder that a Python file imports already. */
function ownEncoder({ tree, language }: Program, name: string): RepairFact[] {
  // A query of the same value may need what this one leaves as it is.
  if (name !== 'encode.html' || language !== 'python' || /\bexecute\(/.test(tree.source)) return [];
  const known = importsOf(tree, language).find(({ local }) => ENCODERS.test(local));
  if (known === undefined) return [];
  const says = 'Encode the value for HTML, so that it is shown as text and not read as markup.';
  return [{ for: name, says, encode: `${known.local}($IT)` }];
}

/** Without a pattern a repair is for the code that was found, `$IT`; one that turns a switch is for switches only. */
function itself({ tree }: Program, { replace = '' }: RepairFact, { start, end }: Place): PatternHit[] {
  const found = tree.source.slice(start, end);
  if (SWITCH.test(replace) && !SWITCH.test(found)) return [];
  return [{ start, end, fill: (text) => text.replaceAll('$IT', () => found) }];
}

function isMeant({ tree }: Program, { when = '' }: RepairFact): boolean {
  return when.startsWith('!') ? !tree.source.includes(when.slice(1)) : tree.source.includes(when);
}

/** Hits in the place or around it, those that are most nearly it first. */
function nearest(hits: readonly PatternHit[], { start, end }: Place): PatternHit[] {
  const near = hits.filter((hit) => (hit.start <= start && hit.end >= end) || (hit.start >= start && hit.end <= end));
  return near
    .sort((a, b) => Math.abs(a.end - a.start - (end - start)) - Math.abs(b.end - b.start - (end - start)))
    .slice(0, LIMITS.fixCandidates);
}

function repaired(
  program: Program,
  fact: RepairFact,
  hit: PatternHit,
  write: (template: string, near: Place) => WrittenCode | null,
): FixCandidate | null {
  const { tree } = program;
  const node = nodeAt(tree, hit.start, hit.end);
  const edits: TextEdit[] = [];
  let isPossible = true;
  const written = (template: string): string => {
    const code = write(filled(hit, quoted(program, template)), hit);
    if (code === null) isPossible = false;
    else edits.push(...code.edits);
    return code?.text ?? '';
  };
  const add = (edit: TextEdit | null): void => {
    if (edit === null) isPossible = false;
    else edits.push(edit);
  };
  if (fact.replace !== undefined)
    add(
      minimalEdit(tree.source, {
        start: hit.start,
        end: hit.end,
        text: asWritten(tree.source, hit, written(fact.replace)),
      }),
    );
  if (fact.keywords !== undefined)
    addAll(add, setKeywords(tree, callOf(program, node), mapped(fact.keywords, written)));
  if (fact.options !== undefined) {
    addAll(add, setOptions(tree, callOf(program, node), fact.options.at, mapped(fact.options.set, written)));
  }
  if (fact.fields !== undefined) addAll(add, setFields(tree, node, mapped(fact.fields, written)));
  if (fact.before !== undefined) add(linesBefore(tree, node, fact.before.map(written)));
  if (fact.after !== undefined) add(linesAfter(tree, node, fact.after.map(written)));
  if (fact.remove === true) add(removedStatement(program, node));
  if (!isPossible || edits.length === 0) return null;
  return { description: fact.says, edits, ...(fact.replaces !== undefined && { replaces: fact.replaces }) };
}

/** Go writes octal numbers in two ways. */
const asWritten = (source: string, { start, end }: Place, text: string): string =>
  source.slice(start, end).startsWith('0o') ? text.replace(/^0(?=[0-7]{3}$)/, '0o') : text;

function addAll(add: (edit: TextEdit | null) => void, edits: readonly TextEdit[] | null): void {
  if (edits === null || edits.length === 0) add(null);
  else for (const edit of edits) add(edit);
}

function mapped(texts: Readonly<Record<string, string>>, written: (text: string) => string): Map<string, string> {
  return new Map(Object.entries(texts).map(([key, text]) => [key, written(text)]));
}

const callOf = ({ tree }: Program, node: NodeIndex): CallArguments | null => callArguments(tree, node);

function removedStatement({ tree }: Program, node: NodeIndex): TextEdit | null {
  const statement = statementAround(tree, node);
  if (statement < 0) return null;
  const block = parentOf(tree, statement);
  const others = namedChildrenOf(tree, block).filter((each) => each !== statement);
  // A branch with nothing in it is no way to leave code.
  return kindOf(tree, block) === 'statement_block' && others.length === 0 ? null : removalOf(tree, statement);
}

/** Texts of a template in the quotes that the file has. */
function quoted({ tree, language }: Program, template: string): string {
  if (language === 'java' || language === 'go') return template;
  const quote = quoteOf(tree.source);
  return template.replaceAll(/'((?:[^'"\\\n]|\\[rn])*)'/g, (_, text: string) => `${quote}${text}${quote}`);
}

/** `$X` written out; an ellipsis that stands for nothing goes with its comma. */
function filled(hit: PatternHit, template: string): string {
  const whole = template.replaceAll(
    /(,\s*)?(\$\.\.\.[A-Z_][A-Z_0-9]*)(\s*,\s*)?/g,
    (text, before, name: string, after) => {
      if (hit.fill(name) !== '') return text;
      return before !== undefined && after !== undefined ? ', ' : '';
    },
  );
  return hit.fill(whole);
}
