// POST /api/v1/analyze and /analyze/batch: what a client sends, and the answer with its findings.
import { type Static, Type } from 'typebox';
import { Issue, Notice, Severity } from './finding.ts';
import { Problem } from './problem.ts';

/** Sizes are UTF-8 bytes of the code itself, not of the JSON around it. */
export const LIMITS = {
  codeBytes: 1_048_576,
  codeAndFilesBytes: 5 * 1_048_576,
  batchBytes: 20 * 1_048_576,
  batchFiles: 500,
  contextFiles: 500,
} as const;

const ruleIds = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 1000 });

/** The fields of `context` that say where the code lives and what to look for; all optional. */
const contextFields = {
  repository: Type.Optional(
    Type.String({ maxLength: 500, description: 'Where a dismissal counts: a finding dismissed here stays away here.' }),
  ),
  ref: Type.Optional(Type.String({ maxLength: 500, description: 'Branch, tag or commit.' })),
  project: Type.Optional(Type.String({ maxLength: 500 })),
  files: Type.Optional(
    Type.Array(Type.Object({ path: Type.String({ minLength: 1, maxLength: 4096 }), code: Type.String() }), {
      maxItems: LIMITS.contextFiles,
      description: 'Neighbouring files: data flow crosses into them. At most 5 MiB together with the code.',
    }),
  ),
  baseline_analysis_id: Type.Optional(
    Type.String({ maxLength: 100, description: 'Findings of that analysis are `known`, others `new`.' }),
  ),
  rules: Type.Optional(
    Type.Object({ enable: Type.Optional(ruleIds), disable: Type.Optional(ruleIds) }, { additionalProperties: false }),
  ),
  minimum_severity: Type.Optional(Severity),
  minimum_confidence: Type.Optional(
    Type.Number({ minimum: 0, maximum: 1, description: 'Defaults to the preference, 0.3 at install.' }),
  ),
  model: Type.Optional(Type.String({ maxLength: 200, description: 'Version or digest of the model to use.' })),
  store: Type.Optional(
    Type.Enum(['full', 'results', 'none'], {
      description: 'Keep the code (encrypted) and the result, the result alone, or nothing.',
    }),
  ),
  data_mode: Type.Optional(
    Type.Enum(['standard', 'zero-retention'], {
      description:
        'zero-retention: the code stays in memory and nothing is cached; results are kept with `store: results` only.',
    }),
  ),
  include_suppressed: Type.Optional(
    Type.Boolean({ description: 'Also list suppressed findings, with `state: "suppressed"` and the reason.' }),
  ),
};

const contextOptions = { description: 'Unknown keys are accepted with a notice.' };

export const AnalyzeContext = Type.Object(
  { path: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })), ...contextFields },
  contextOptions,
);
export type AnalyzeContext = Static<typeof AnalyzeContext>;

const code = Type.String({ description: 'Source text, at most 1 MiB of UTF-8, without NUL.' });
const language = Type.String({
  maxLength: 100,
  description: 'GitHub Linguist name or a common alias; `auto` or absent: detected from the code.',
});

export const AnalyzeRequest = Type.Object(
  { code, language: Type.Optional(language), context: Type.Optional(AnalyzeContext) },
  { additionalProperties: false },
);
export type AnalyzeRequest = Static<typeof AnalyzeRequest>;

/** What made an answer: enough to make it again. */
export const ModelStamp = Type.Object({
  version: Type.String(),
  digest: Type.String(),
  variant: Type.Enum(['champion', 'challenger']),
  knowledge: Type.Integer({ minimum: 0, description: 'Version of what the tenant has taught.' }),
  ranker: Type.Optional(
    Type.Object(
      { name: Type.String(), version: Type.String() },
      { description: 'Who gave the confidences, when it was not the ranker of this model.' },
    ),
  ),
});
export type ModelStamp = Static<typeof ModelStamp>;

export const DetectedLanguage = Type.Object({
  id: Type.String(),
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  declared: Type.Union([Type.String(), Type.Null()]),
  detected: Type.String(),
});
export type DetectedLanguage = Static<typeof DetectedLanguage>;

export const AnalyzeResponse = Type.Object({
  analysis_id: Type.String(),
  language: DetectedLanguage,
  issues: Type.Array(Issue),
  suppressed_count: Type.Integer({ minimum: 0 }),
  model: ModelStamp,
  cached: Type.Boolean(),
  duration_ms: Type.Number({ minimum: 0 }),
  notices: Type.Array(Notice),
});
export type AnalyzeResponse = Static<typeof AnalyzeResponse>;

export const BatchRequest = Type.Object(
  {
    files: Type.Array(
      Type.Object(
        {
          path: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
          code,
          language: Type.Optional(language),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: LIMITS.batchFiles },
    ),
    context: Type.Optional(Type.Object(contextFields, contextOptions)),
  },
  { additionalProperties: false },
);
export type BatchRequest = Static<typeof BatchRequest>;

const place = { index: Type.Integer({ minimum: 0 }), path: Type.Union([Type.String(), Type.Null()]) };

export const BatchResult = Type.Union([
  Type.Object({ ...place, status: Type.Literal(200), result: AnalyzeResponse }),
  Type.Object({ ...place, status: Type.Integer({ minimum: 400 }), problem: Problem }),
]);
export type BatchResult = Static<typeof BatchResult>;

/** One result for each file, in the order sent; a file that fails does not fail the others. */
export const BatchResponse = Type.Object({
  results: Type.Array(BatchResult),
  succeeded: Type.Integer({ minimum: 0 }),
  failed: Type.Integer({ minimum: 0 }),
  duration_ms: Type.Number({ minimum: 0 }),
});
export type BatchResponse = Static<typeof BatchResponse>;
