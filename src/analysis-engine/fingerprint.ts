// Names a finding so that it is recognised after reformatting, moving and renaming, and no longer once it has changed:
// a verdict on it must not hide a new defect. The path is left out, since files are renamed.
import { sha256 } from './digest.ts';
import type { Finding } from './finding.ts';
import type { Candidate } from './flow/report.ts';
import { PARAMETER } from './flow/taint.ts';
import type { Trace } from './flow/trace.ts';
import { functionAround } from './function-ranges.ts';
import type { Program } from './ir.ts';
import { conditionsOn, createRenaming, normalisedTokens, type Renaming, statementAround } from './normalised-code.ts';
import { endOf, startOf } from './parsing/syntax-tree.ts';

/** Hexadecimal digits: 128 bits. */
const LENGTH = 32;

/** Rule, source, sink, the statement of the sink, and the calls and conditions that the value passed on its way. */
export function fingerprintOfCandidate(candidate: Candidate): string {
  const { program, node, rule, sinkName, evidence } = candidate;
  const renaming = createRenaming(program);
  const statement = statementAround(program.tree, node);
  const sink = normalisedTokens(renaming, statement.start, statement.end);
  const path = pathOf(candidate.trace);
  const way = path.map((trace) => wayStation(renaming, trace)).filter((station) => station !== '');
  return digestOf([rule.id, sinkName, evidence, sink, ...way, ...guards(renaming, candidate, path)]);
}

function pathOf(trace: Trace | null): Trace[] {
  const path: Trace[] = [];
  for (let at = trace; at !== null; at = at.previous) path.unshift(at);
  return path;
}

/** The source, and the calls that may have been sanitisers. Assignments and texts on the way may come and go. */
function wayStation(renaming: Renaming, { event, label, program, node, sources }: Trace): string {
  if (event !== 'source' && event !== 'through') return '';
  // Names in other files are not this file's locals.
  const own = program === renaming.program ? renaming : createRenaming(program);
  // A parameter's name is a local's.
  const words = event === 'source' && sources === PARAMETER ? '' : label;
  return `${event} ${words} ${normalisedTokens(own, startOf(program.tree, node), endOf(program.tree, node))}`;
}

/** Conditions on the variables that the value went through, in the functions of this file that it went through. */
function guards(renaming: Renaming, candidate: Candidate, path: readonly Trace[]): string[] {
  const { program, node } = candidate;
  const variables = new Set(path.flatMap(({ event, label }) => (event === 'assigned' ? [label] : [])));
  for (const name of renaming.names.keys()) variables.add(name);
  const places = [node, ...path.filter((trace) => trace.program === program).map((trace) => trace.node)];
  const functions = new Set(places.map((place) => functionAround(program, startOf(program.tree, place))));
  return [...functions].flatMap((definition) =>
    conditionsOn(program, definition, variables).map((condition) => {
      return `guard ${normalisedTokens(renaming, startOf(program.tree, condition), endOf(program.tree, condition))}`;
    }),
  );
}

/** For findings that are no more than a range: the code of it and of the statement around it. */
export function fingerprintOfRange(program: Program, ruleId: string, start: number, end: number): string {
  return digestOf([ruleId, normalisedTokens(createRenaming(program), start, end)]);
}

/** Tells equal findings of one file apart by their order. Takes them sorted by place. */
export function numbered(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const ordinal = seen.get(finding.fingerprint) ?? 0;
    seen.set(finding.fingerprint, ordinal + 1);
    return ordinal === 0 ? finding : { ...finding, fingerprint: digestOf([finding.fingerprint, String(ordinal)]) };
  });
}

function digestOf(parts: readonly string[]): string {
  return sha256(parts.join('\n')).slice(0, LENGTH);
}
