// Writes answers as SARIF 2.1.0, the exchange format of static analysis that code hosts and editors read. Pure.
import type { Issue, Location, Notice, Severity } from './finding.ts';
import type {
  SarifFix,
  SarifLevel,
  SarifLocation,
  SarifLog,
  SarifRegion,
  SarifResult,
  SarifRule,
} from './sarif-log.ts';

/** One analysed file: an `AnalyzeResponse` is one, and so is what the command line makes. */
export interface SarifAnswer {
  readonly language?: { readonly id: string };
  /** where the notices belong; the issues carry their own paths */
  readonly path?: string;
  readonly issues: readonly Omit<Issue, 'id'>[];
  readonly model: { readonly version: string };
  readonly notices: readonly Notice[];
}

export interface SarifOptions {
  /** The help of a rule in Markdown, or null. */
  readonly ruleHelp?: (ruleId: string) => string | null;
  /** Absolute address under which `help_url` of the issues is served; without it the weakness's own page is linked. */
  readonly baseUrl?: string;
  /** false when a file could not be analysed */
  readonly successful?: boolean;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const LEVELS: Readonly<Record<Severity, SarifLevel>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
/** Code hosts sort security findings by this number, as if it were a CVSS score. */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.0',
};

/** One log with one run over all answers. Equal answers give equal bytes. */
export function toSarif(answers: readonly SarifAnswer[], options: SarifOptions = {}): SarifLog {
  const artifacts = createArtifacts();
  for (const { path, language } of answers) if (path !== undefined) artifacts.add(path, language?.id);
  const issues = answers.flatMap((answer) => answer.issues);
  const firstOfRule = new Map<string, Omit<Issue, 'id'>>();
  for (const issue of issues) if (!firstOfRule.has(issue.rule_id)) firstOfRule.set(issue.rule_id, issue);
  const ruleIds = [...firstOfRule.keys()].sort();
  const results = issues.map((issue) => toResult(issue, ruleIds.indexOf(issue.rule_id), artifacts));
  const notifications = answers.flatMap(({ notices, path }) =>
    notices.map(({ code, message }) => ({
      level: 'note' as const,
      message: { text: message },
      descriptor: { id: code },
      ...(path !== undefined && { locations: [{ physicalLocation: { artifactLocation: artifacts.add(path) } }] }),
    })),
  );
  const rules = [...firstOfRule.values()].map((issue) => toRule(issue, options));
  const run = {
    tool: {
      driver: {
        name: 'Assay',
        version: answers[0]?.model.version ?? '0',
        rules: rules.sort((a, b) => ruleIds.indexOf(a.id) - ruleIds.indexOf(b.id)),
      },
    },
    columnKind: 'utf16CodeUnits' as const,
    artifacts: artifacts.list,
    invocations: [{ executionSuccessful: options.successful ?? true, toolExecutionNotifications: notifications }],
    results,
  };
  return { $schema: SCHEMA, version: '2.1.0', runs: [run] };
}

interface Artifact {
  readonly location: { readonly uri: string };
  readonly sourceLanguage?: string;
}

interface Artifacts {
  readonly list: Artifact[];
  /** the location of a file, listed once */
  add(path: string, language?: string): { readonly uri: string; readonly index: number };
}

function createArtifacts(): Artifacts {
  const list: Artifact[] = [];
  const indexes = new Map<string, number>();
  return {
    list,
    add(path, language) {
      const uri = toUri(path);
      let index = indexes.get(uri);
      if (index === undefined) {
        index = list.length;
        indexes.set(uri, index);
        list.push({ location: { uri }, ...(language !== undefined && { sourceLanguage: language }) });
      }
      return { uri, index };
    },
  };
}

/** A path as a URI reference (RFC 3986): relative ones stay relative, absolute ones become `file:` URIs. */
function toUri(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const drive = /^[A-Za-z]:\//.test(slashed);
  // a lone surrogate has no UTF-8 form
  const encoded = slashed
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map((segment, index) => (drive && index === 0 ? segment : encodeURIComponent(segment)))
    .join('/');
  if (drive) return `file:///${encoded}`;
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}

function toRegion({ start, end }: Location): SarifRegion {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function toLocation(location: Location, artifacts: Artifacts, message?: string): SarifLocation {
  return {
    physicalLocation: { artifactLocation: artifacts.add(location.path), region: toRegion(location) },
    ...(message !== undefined && { message: { text: message } }),
  };
}

function toResult(issue: Omit<Issue, 'id'>, ruleIndex: number, artifacts: Artifacts): SarifResult {
  const steps = issue.trace.map(({ location, message }) => ({ location: toLocation(location, artifacts, message) }));
  const fixes = issue.suggestions.map((suggestion) => toFix(suggestion, artifacts)).filter((fix) => fix !== null);
  const reason = issue.suppression_reason;
  return {
    ruleId: issue.rule_id,
    ruleIndex,
    level: LEVELS[issue.severity],
    message: { text: issue.message },
    locations: [
      {
        ...toLocation(issue.location, artifacts),
        ...(issue.within !== '' && { logicalLocations: [{ fullyQualifiedName: issue.within, kind: 'function' }] }),
      },
    ],
    ...(steps.length > 0 && { codeFlows: [{ threadFlows: [{ locations: steps }] }] }),
    ...(fixes.length > 0 && { fixes }),
    partialFingerprints: { 'assay/v1': issue.fingerprint },
    ...(issue.state === 'suppressed' && {
      suppressions: [
        {
          kind: reason?.startsWith('Dismissed') === true ? ('external' as const) : ('inSource' as const),
          ...(reason !== undefined && { justification: reason }),
        },
      ],
    }),
    rank: Math.round(issue.confidence * 1000) / 10,
    properties: {
      severity: issue.severity,
      category: issue.category,
      confidence: issue.confidence,
      cwe: issue.cwe,
      state: issue.state,
    },
  };
}

function toFix(suggestion: Issue['suggestions'][number], artifacts: Artifacts): SarifFix | null {
  if (suggestion.edits.length === 0) return null;
  const paths = [...new Set(suggestion.edits.map(({ location }) => location.path))];
  return {
    description: { text: suggestion.description },
    artifactChanges: paths.map((path) => ({
      artifactLocation: artifacts.add(path),
      replacements: suggestion.edits
        .filter(({ location }) => location.path === path)
        .map(({ location, text }) => ({ deletedRegion: toRegion(location), insertedContent: { text } })),
    })),
  };
}

function toRule(issue: Omit<Issue, 'id'>, { ruleHelp, baseUrl }: SarifOptions): SarifRule {
  const id = issue.rule_id;
  const words = id.split('-');
  const markdown = ruleHelp?.(id) ?? null;
  const title =
    /^# (.+)$/m.exec(markdown ?? '')?.[1] ?? `${words[0]?.charAt(0).toUpperCase()}${words.join(' ').slice(1)}`;
  const helpUri = baseUrl === undefined ? weaknessPage(issue.cwe) : new URL(issue.help_url, baseUrl).href;
  return {
    id,
    name: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''),
    shortDescription: { text: `${title}.` },
    ...(markdown !== null && { help: { text: markdown, markdown } }),
    ...(helpUri !== null && { helpUri }),
    defaultConfiguration: { level: LEVELS[issue.severity] },
    properties: {
      tags: [issue.category, ...issue.cwe.map(cweTag)],
      ...(issue.category === 'security' && { 'security-severity': SECURITY_SEVERITIES[issue.severity] }),
    },
  };
}

const cweNumber = (cwe: string): string => cwe.replace(/\D/g, '');
/** The tag by which code hosts recognise a weakness, e.g. `external/cwe/cwe-089`. */
const cweTag = (cwe: string): string => `external/cwe/cwe-${cweNumber(cwe).padStart(3, '0')}`;

function weaknessPage(cwe: readonly string[]): string | null {
  const first = cwe[0];
  return first === undefined ? null : `https://cwe.mitre.org/data/definitions/${cweNumber(first)}.html`;
}
