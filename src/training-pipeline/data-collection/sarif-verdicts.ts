// Verdicts from a SARIF 2.1.0 log with triage: suppressions, baseline states, and the states that tools write into properties.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import {
  type ImportedVerdict,
  type ImportFault,
  isUsableText,
  MOST_ROWS,
  type ReadImport,
  timeIn,
} from './imported-verdict.ts';

const bag = Type.Optional(Type.Record(Type.String(), Type.Unknown()));
const Result = Type.Object({
  ruleId: Type.Optional(Type.String()),
  ruleIndex: Type.Optional(Type.Integer()),
  rule: Type.Optional(Type.Object({ id: Type.Optional(Type.String()), index: Type.Optional(Type.Integer()) })),
  kind: Type.Optional(Type.String()),
  baselineState: Type.Optional(Type.String()),
  locations: Type.Optional(
    Type.Array(
      Type.Object({
        physicalLocation: Type.Optional(
          Type.Object({
            artifactLocation: Type.Optional(Type.Object({ uri: Type.Optional(Type.String()) })),
            region: Type.Optional(Type.Object({ startLine: Type.Optional(Type.Integer({ minimum: 1 })) })),
          }),
        ),
        logicalLocations: Type.Optional(
          Type.Array(
            Type.Object({ fullyQualifiedName: Type.Optional(Type.String()), name: Type.Optional(Type.String()) }),
          ),
        ),
      }),
    ),
  ),
  suppressions: Type.Optional(
    Type.Array(
      Type.Object({
        kind: Type.String(),
        status: Type.Optional(Type.String()),
        state: Type.Optional(Type.String()),
        justification: Type.Optional(Type.String()),
        properties: bag,
      }),
    ),
  ),
  properties: bag,
});
type Result = Static<typeof Result>;

const Log = Type.Object({
  version: Type.Literal('2.1.0'),
  runs: Type.Array(
    Type.Object({
      tool: Type.Object({
        driver: Type.Object({
          rules: Type.Optional(Type.Array(Type.Object({ id: Type.String(), properties: bag }))),
        }),
      }),
      versionControlProvenance: Type.Optional(Type.Array(Type.Object({ repositoryUri: Type.Optional(Type.String()) }))),
      results: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
    }),
  ),
});
type Run = Static<typeof Log>['runs'][number];

const isLog = Compile(Log);
const isResult = Compile(Result);

/** Reads every result. Those that carry no decision are counted, not refused. */
export function readSarifVerdicts(log: unknown, now: Date): ReadImport {
  if (!isLog.Check(log)) {
    const [first] = isLog.Errors(log);
    const message = first === undefined ? 'is not a SARIF 2.1.0 log' : `is not a SARIF 2.1.0 log: ${first.message}`;
    return { verdicts: [], undecided: 0, faults: [{ place: first?.instancePath || '/', message }] };
  }
  const total = log.runs.reduce((sum, { results }) => sum + (results?.length ?? 0), 0);
  if (total > MOST_ROWS) {
    const message = `has ${total} results; ${MOST_ROWS} are the most`;
    return { verdicts: [], undecided: 0, faults: [{ place: '/runs', message }] };
  }
  const verdicts: ImportedVerdict[] = [];
  const faults: ImportFault[] = [];
  let undecided = 0;
  for (const [runIndex, run] of log.runs.entries()) {
    for (const [index, result] of (run.results ?? []).entries()) {
      const place = `/runs/${runIndex}/results/${index}`;
      const read = readResult(result, run, place, now);
      if (read === null) undecided++;
      else if ('message' in read) faults.push(read);
      else verdicts.push(read);
    }
  }
  return { verdicts, undecided, faults };
}

function readResult(result: unknown, run: Run, place: string, now: Date): ImportedVerdict | ImportFault | null {
  if (!isResult.Check(result)) {
    const [first] = isResult.Errors(result);
    return { place: `${place}${first?.instancePath ?? ''}`, message: first?.message ?? 'is not a result of SARIF' };
  }
  const decided = decisionOf(result);
  if (decided === null) return null;
  const rules = run.tool.driver.rules ?? [];
  const index = result.ruleIndex ?? result.rule?.index ?? -1;
  const ruleId = result.ruleId ?? result.rule?.id ?? rules[index]?.id;
  if (ruleId === undefined || ruleId === '') return { place: `${place}/ruleId`, message: 'names no rule' };
  const [location] = result.locations ?? [];
  const path = location?.physicalLocation?.artifactLocation?.uri;
  if (path === undefined || path === '') return { place: `${place}/locations/0`, message: 'names no file' };
  if (!isUsableText(path) || !isUsableText(ruleId)) return { place, message: 'has a name that is too long or no text' };
  const written = decided.at === null ? null : timeIn(decided.at);
  const at = written !== null && written <= now ? written : null;
  const [provenance] = run.versionControlProvenance ?? [];
  const logical = location?.logicalLocations?.[0];
  return {
    place,
    ruleId,
    cwe: weaknesses(rules.find(({ id }) => id === ruleId)?.properties ?? {}, result.properties ?? {}),
    path: pathOf(path),
    verdict: decided.verdict,
    repository: provenance?.repositoryUri ?? null,
    finding: null,
    within: logical?.fullyQualifiedName ?? logical?.name ?? '',
    line: location?.physicalLocation?.region?.startLine ?? 1,
    user: decided.user,
    at,
    reason: decided.reason?.slice(0, 1000) ?? null,
  };
}

interface Decision {
  readonly verdict: ImportedVerdict['verdict'];
  readonly reason: string | null;
  readonly user: string | null;
  readonly at: string | null;
}

/** What people wrote down is believed before what follows from a suppression or a baseline. */
function decisionOf(result: Result): Decision | null {
  const properties = result.properties ?? {};
  const written = ['verdict', 'triage', 'triageState', 'state', 'status', 'dismissedReason', 'resolution']
    .map((name) => wordOf(properties[name]))
    .find((verdict) => verdict !== null);
  const user = textIn(properties, ['user', 'triagedBy', 'dismissedBy']);
  const at = textIn(properties, ['time', 'triagedAt', 'dismissedAt']);
  const reason = textIn(properties, ['reason', 'dismissedComment', 'comment']);
  if (written !== undefined && written !== null) return { verdict: written, reason, user, at };
  const suppressions = result.suppressions ?? [];
  const standing = suppressions.find(({ status, state }) => !/rejected|underreview/i.test(status ?? state ?? ''));
  if (standing !== undefined) {
    const { justification = null, properties: more = {} } = standing;
    const verdict = wordOf(justification) ?? 'false_positive';
    return {
      verdict,
      reason: justification ?? reason,
      user: textIn(more, ['user']) ?? user,
      at: textIn(more, ['time']) ?? at,
    };
  }
  if (suppressions.some(({ status, state }) => /rejected/i.test(status ?? state ?? ''))) {
    return { verdict: 'true_positive', reason, user, at };
  }
  return result.baselineState === 'absent' ? { verdict: 'fixed', reason, user, at } : null;
}

const WORDS: readonly (readonly [RegExp, ImportedVerdict['verdict']])[] = [
  [/false[\s_-]*positive|not[\s_-]*an?[\s_-]*issue|inaccurate/i, 'false_positive'],
  [
    /won'?t[\s_-]*fix|accepted[\s_-]*risk|risk[\s_-]*accepted|used[\s_-]*in[\s_-]*tests?|ignored?|intended/i,
    'wont_fix',
  ],
  [/^fixed$|^resolved$|^closed as fixed$/i, 'fixed'],
  [/true[\s_-]*positive|^confirmed$|^exploitable$/i, 'true_positive'],
];

function wordOf(value: unknown): ImportedVerdict['verdict'] | null {
  if (typeof value !== 'string') return null;
  return WORDS.find(([pattern]) => pattern.test(value.trim().slice(0, 200)))?.[1] ?? null;
}

function textIn(properties: Readonly<Record<string, unknown>>, names: readonly string[]): string | null {
  for (const name of names) {
    const value = properties[name];
    if (typeof value === 'string' && value !== '' && isUsableText(value)) return value;
  }
  return null;
}

/** `CWE-89` from `cwe` and from tags as `external/cwe/cwe-089`. */
function weaknesses(...bags: readonly Readonly<Record<string, unknown>>[]): string[] {
  const texts = bags.flatMap(({ cwe, tags }) => [cwe, tags].flat(2)).filter((text) => typeof text === 'string');
  const numbers = texts.flatMap((text) => /cwe[-_/\s]*0*(\d{1,5})/i.exec(text)?.[1] ?? []);
  return [...new Set(numbers.map((number) => `CWE-${number}`))];
}

/** An address of a file without its scheme, as paths are written elsewhere. */
function pathOf(uri: string): string {
  const plain = uri.replace(/^file:\/{2,3}/, '');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
