// /api/v1/scans: whole projects, as a list of files, an archive or a repository; worked on in the background.
import { type Static, Type } from 'typebox';
import { PAGE } from './analyses.ts';
import { Issue, Notice, Severity } from './finding.ts';

export const SCAN_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type ScanState = (typeof SCAN_STATES)[number];

/** Of one request, packed: what clients need not send any more of. */
export const SCAN_UPLOAD_BYTES = 64 * 1_048_576;

/** Media types of archives; what an archive is, is told from its own bytes. */
export const ARCHIVE_TYPES = [
  'application/zip',
  'application/x-tar',
  'application/gzip',
  'application/x-gzip',
  'application/octet-stream',
] as const;

const ruleIds = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 1000 });
const share = { minimum: 0, maximum: 1, description: 'Defaults to the preference, 0.3 at install.' };

const place = {
  project: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  repository: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 500,
      description: 'Where a dismissal counts: a finding dismissed here stays away here.',
    }),
  ),
  ref: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Branch, tag or commit.' })),
  minimum_severity: Type.Optional(Severity),
  minimum_confidence: Type.Optional(Type.Number(share)),
  store: Type.Optional(
    Type.Enum(['full', 'results'], {
      description:
        '`results`: the code is deleted when the scan ends. While it runs, code is kept encrypted in either case.',
    }),
  ),
  baseline_scan_id: Type.Optional(
    Type.String({ maxLength: 100, description: 'Findings of that scan are `known`, others `new`.' }),
  ),
};

export const ScanContext = Type.Object(
  {
    ...place,
    rules: Type.Optional(
      Type.Object({ enable: Type.Optional(ruleIds), disable: Type.Optional(ruleIds) }, { additionalProperties: false }),
    ),
    data_mode: Type.Optional(
      Type.Enum(['standard', 'zero-retention'], { description: 'A scan is refused where nothing may be kept.' }),
    ),
  },
  { additionalProperties: false },
);
export type ScanContext = Static<typeof ScanContext>;

export const ScanRequest = Type.Object(
  {
    files: Type.Optional(
      Type.Array(
        Type.Object(
          { path: Type.String({ minLength: 1, maxLength: 4096 }), code: Type.String() },
          { additionalProperties: false },
        ),
        { maxItems: 20_000, description: 'The files of the project; this, or `git`.' },
      ),
    ),
    git: Type.Optional(
      Type.Object(
        {
          url: Type.String({
            minLength: 1,
            maxLength: 2000,
            description: 'https, on a host that the operator allows.',
          }),
          ref: Type.Optional(Type.String({ minLength: 1, maxLength: 250, description: 'Branch, tag or commit.' })),
        },
        { additionalProperties: false },
      ),
    ),
    context: Type.Optional(ScanContext),
  },
  { additionalProperties: false },
);
export type ScanRequest = Static<typeof ScanRequest>;

/** Of an archive, which is the whole body: the context comes in the address. */
export const ScanQuery = Type.Object(
  {
    ...place,
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Of the archive, to be shown.' })),
    strip: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 10,
        description: 'Leading folders that are taken off the paths in the archive.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ScanQuery = Static<typeof ScanQuery>;

const count = Type.Integer({ minimum: 0 });
const optionalText = Type.Union([Type.String(), Type.Null()]);
const optionalTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);

export const Scan = Type.Object({
  scan_id: Type.String(),
  state: Type.Enum(SCAN_STATES),
  source: Type.Object({ kind: Type.Enum(['files', 'archive', 'git']), origin: optionalText }),
  project: optionalText,
  repository: optionalText,
  ref: optionalText,
  created_at: Type.String({ format: 'date-time' }),
  started_at: optionalTime,
  finished_at: optionalTime,
  progress: Type.Object({
    files: count,
    analysed: Type.Integer({ minimum: 0, description: 'Reused ones and those that could not be analysed among them.' }),
    reported: Type.Integer({ minimum: 0, description: 'Files whose findings are complete and can be read.' }),
    reused: Type.Integer({ minimum: 0, description: 'Unchanged since an earlier scan, and not analysed again.' }),
    failed: count,
  }),
  skipped: Type.Record(Type.String(), count, { description: 'Entries that were left out, by reason.' }),
  issue_counts: Type.Object({ critical: count, high: count, medium: count, low: count, info: count }),
  suppressed_count: count,
  model: Type.Union([Type.Object({ version: Type.String(), digest: Type.String() }), Type.Null()]),
  stopped_at: Type.Union([Type.String(), Type.Null()], { description: 'The file that a failed scan stopped at.' }),
  error: Type.Union([Type.Object({ code: Type.String(), detail: Type.String() }), Type.Null()]),
  notices: Type.Array(Notice),
});
export type Scan = Static<typeof Scan>;

export const ScansQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.maximumLimit, default: PAGE.defaultLimit })),
    cursor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: '`next_cursor` of the page before.' }),
    ),
    project: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    state: Type.Optional(Type.Enum(SCAN_STATES)),
  },
  { additionalProperties: false },
);

export const ScansPage = Type.Object({
  items: Type.Array(Scan),
  next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'null on the last page.' }),
});
export type ScansPage = Static<typeof ScansPage>;

export const ScanIssuesQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.maximumLimit, default: PAGE.defaultLimit })),
    cursor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: '`next_cursor` of the page before.' }),
    ),
  },
  { additionalProperties: false },
);

/** An issue, and the analysis that feedback on it names. */
export const ScanIssue = Type.Interface([Issue], { analysis_id: Type.String() });
export type ScanIssue = Static<typeof ScanIssue>;

export const ScanIssuesPage = Type.Object({
  items: Type.Array(ScanIssue),
  next_cursor: Type.Union([Type.String(), Type.Null()], {
    description:
      'null when the scan has ended and this was the last page; while it runs, ask with it again for what has come since.',
  }),
  state: Type.Enum(SCAN_STATES),
});
export type ScanIssuesPage = Static<typeof ScanIssuesPage>;

export const ScanEventsQuery = Type.Object(
  {
    after: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Events after this id; `Last-Event-ID` says the same.' }),
    ),
  },
  { additionalProperties: false },
);

/** `data` of an event `file`. */
export const ScanFileEvent = Type.Object({
  path: Type.String(),
  analysis_id: optionalText,
  issues: count,
  reused: Type.Boolean(),
  error: optionalText,
});
export type ScanFileEvent = Static<typeof ScanFileEvent>;
