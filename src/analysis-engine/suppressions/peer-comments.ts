// Comments that people wrote for other tools. Their rules are not ours: a comment that names some counts for all of ours
// that are about the same sort of thing.
import { endOf, type NodeIndex, type SyntaxTree, startOf } from '../parsing/syntax-tree.ts';
import { isTrailing, lineAfter, lineAround, wholeNodeAfter } from './bound-statement.ts';
import type { Suppression } from './suppression.ts';

/** What a comment says apart from where it counts. */
type Words = Pick<Suppression, 'style' | 'rules' | 'about' | 'reason'>;

type Reader = (tree: SyntaxTree, node: NodeIndex, text: string) => Suppression | null;

const READERS: readonly Reader[] = [readSemgrep, readSonar, readEslint, readNoqa, readNosec, readNolint, readCodeql];

/** What a comment says in the words of another tool, or null. */
export function readPeerComment(tree: SyntaxTree, node: NodeIndex, text: string): Suppression | null {
  for (const read of READERS) {
    const suppression = read(tree, node, text);
    if (suppression !== null) return suppression;
  }
  return null;
}

const listOf = (text: string | undefined): string[] | null => {
  const names = (text ?? '').split(/[\s,]+/).filter((name) => name !== '');
  return names.length === 0 ? null : names;
};

const onLine = (tree: SyntaxTree, node: NodeIndex, words: Words): Suppression => {
  return { node, ...words, reach: 'line', ...lineAround(tree.source, startOf(tree, node)), until: null };
};

const onNextLine = (tree: SyntaxTree, node: NodeIndex, words: Words): Suppression => {
  return { node, ...words, reach: 'next line', ...lineAfter(tree.source, endOf(tree, node) - 1), until: null };
};

const inFile = (tree: SyntaxTree, node: NodeIndex, words: Words): Suppression => {
  return { node, ...words, reach: 'file', start: 0, end: tree.source.length, until: null };
};

/** `nosemgrep`, `nosem: rule.id, other.id`: on the line of the finding or alone on the line before. */
function readSemgrep(tree: SyntaxTree, node: NodeIndex, text: string): Suppression | null {
  const match = /\bnosem(?:grep)?\b(?:\s*:\s*([\w.,\s/-]*[\w/-]))?/.exec(text);
  if (match === null) return null;
  const rules = listOf(match[1]);
  const words: Words = { style: 'nosemgrep', rules, about: rules === null ? 'any' : 'security', reason: '' };
  return isTrailing(tree, node) ? onLine(tree, node, words) : onNextLine(tree, node, words);
}

function readSonar(tree: SyntaxTree, node: NodeIndex, text: string): Suppression | null {
  const match = /\bNOSONAR\b[\s:-]*(.*?)\s*(?:\*\/)?$/.exec(text);
  return match && onLine(tree, node, { style: 'NOSONAR', rules: null, about: 'any', reason: match[1] });
}

const ABOUT_SECURITY = /security|eval|inner-?html|secret|sql|xss|unsafe|danger|crypto|csrf|no-script-url|new-func/i;

/** `eslint-disable-line`, `-next-line`, and from `eslint-disable` to `eslint-enable` or the end of the file. */
function readEslint(tree: SyntaxTree, node: NodeIndex, text: string): Suppression | null {
  const match = /^\/[/*]\s*eslint-disable(-next-line|-line)?(?:\s+(.*?))?\s*(?:\*\/)?$/s.exec(text);
  if (match === null) return null;
  const [names, reason = ''] = (match[2] ?? '').split(/(?:^|\s+)-{2,}\s*/);
  const rules = listOf(names);
  if (rules !== null && !rules.some((name) => ABOUT_SECURITY.test(name))) return null;
  const words: Words = { style: 'eslint-disable', rules, about: rules === null ? 'any' : 'security', reason };
  if (match[1] === '-line') return onLine(tree, node, words);
  if (match[1] === '-next-line') return onNextLine(tree, node, words);
  const start = startOf(tree, node);
  const enable = tree.source.indexOf('eslint-enable', start);
  if (enable < 0 && tree.source.slice(0, start).trim() === '') return inFile(tree, node, words);
  const end = enable < 0 ? tree.source.length : enable;
  return { node, ...words, reach: 'block', start, end, until: null };
}

/** `noqa`, `noqa: S608, E501`; of a whole file `flake8: noqa`, `ruff: noqa: S608`. Only S is about security. */
function readNoqa(tree: SyntaxTree, node: NodeIndex, text: string): Suppression | null {
  const match = /#\s*(flake8\s*[:=]\s*|ruff\s*:\s*)?noqa\b(?:\s*:\s*([A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*))?/i.exec(text);
  if (match === null) return null;
  const rules = listOf(match[2]);
  const about = rules === null ? 'any' : categoryOfCodes(rules);
  if (about === null) return null;
  const words: Words = { style: 'noqa', rules, about, reason: '' };
  return match[1] === undefined ? onLine(tree, node, words) : inFile(tree, node, words);
}

function categoryOfCodes(codes: readonly string[]): 'security' | 'bug' | null {
  if (codes.some((code) => /^(S|DUO)\d{3}$/i.test(code))) return 'security';
  return codes.some((code) => /^(B|F|PLE|PLW)\d+$/i.test(code)) ? 'bug' : null;
}

/** Bandit's `nosec B608` on its line; gosec's `#nosec G101 -- reason` on its line or before a statement. */
function readNosec(tree: SyntaxTree, node: NodeIndex, text: string): Suppression | null {
  const match =
    /^(#|\/\/|\/\*)\s*#?nosec\b:?\s*([BG]\d+(?:[\s,]+[BG]\d+)*|[a-z_]+(?=\s*$))?(?:\s*-{2,}\s*(.*?))?\s*(?:\*\/)?$/is.exec(
      text,
    ) ?? /(#)\s*nosec\b/i.exec(text);
  if (match === null) return null;
  const words: Words = { style: 'nosec', rules: listOf(match[2]), about: 'security', reason: match[3] ?? '' };
  if (match[1] === '#' || isTrailing(tree, node)) return onLine(tree, node, words);
  return { node, ...words, reach: 'statement', ...wholeNodeAfter(tree, node), until: null };
}

const GO_SECURITY = /^(all|gosec|gas)$/;
const GO_BUGS = /^(errcheck|staticcheck|govet|ineffassign|bodyclose|nilerr|sqlclosecheck|rowserrcheck|errorlint)$/;

/** `//nolint:gosec,errcheck // reason`: on its line, or alone before a statement or function. */
function readNolint(tree: SyntaxTree, node: NodeIndex, text: string): Suppression | null {
  const match = /^\/\/\s*nolint\b(?::([\w,-]+))?\s*(?:\/\/\s*(.*))?/.exec(text);
  if (match === null) return null;
  const rules = listOf(match[1]);
  const reason = match[2] ?? '';
  if (rules === null) return placed({ style: 'nolint', rules, about: 'any', reason });
  if (rules.some((name) => GO_SECURITY.test(name)))
    return placed({ style: 'nolint', rules, about: 'security', reason });
  return rules.some((name) => GO_BUGS.test(name)) ? placed({ style: 'nolint', rules, about: 'bug', reason }) : null;

  function placed(words: Words): Suppression {
    if (isTrailing(tree, node)) return onLine(tree, node, words);
    return { node, ...words, reach: 'statement', ...wholeNodeAfter(tree, node), until: null };
  }
}

/** `lgtm`, `lgtm[js/sql-injection]` on the line; `codeql[js/sql-injection]` on the line before. */
function readCodeql(tree: SyntaxTree, node: NodeIndex, text: string): Suppression | null {
  const match = /(?:#|\/\/|\/\*|;)\s*(lgtm|codeql)\b\s*(?:\[([^\]]*)\])?/i.exec(text);
  if (match === null || (match[1].toLowerCase() === 'codeql' && match[2] === undefined)) return null;
  const rules = listOf(match[2]);
  const style = match[1].toLowerCase() === 'lgtm' ? 'lgtm' : 'codeql';
  const words: Words = { style, rules, about: rules === null ? 'any' : 'security', reason: '' };
  return style === 'codeql' ? onNextLine(tree, node, words) : onLine(tree, node, words);
}
