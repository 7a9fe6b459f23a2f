// What application servers and workers say to a replica of the model service, and what it says back.
import { type Static, Type } from 'typebox';
import type { AnalysisJob } from '../model-service.ts';

/** Grows with every change that an older replica would misunderstand. */
const VERSION = 'v1';
export const ANALYSES_PATH = `/model/${VERSION}/analyses`;
export const DOCUMENT_CHECKS_PATH = `/model/${VERSION}/document-checks`;

/** Milliseconds after which the caller is not interested any more. */
export const DEADLINE_HEADER = 'assay-deadline-ms';
/** Digest of the bundle that the caller expects; in answers, that of the replica. */
export const BUNDLE_HEADER = 'assay-bundle';
/** In answers: analyses that the replica has taken and not answered. */
export const LOAD_HEADER = 'assay-load';

const MEBIBYTE = 1_048_576;
/** Neighbours as JSON: those of a request are at most 5 MiB of text, those of a scan up to 500 files of 1 MiB. */
export const NEIGHBOUR_BYTES = 32 * MEBIBYTE;
/** To the neighbours come the code, own rules and what JSON makes of them. */
export const CALL_BYTES = 48 * MEBIBYTE;

const text = Type.String();
const textOrNull = Type.Union([Type.String(), Type.Null()]);
const texts = Type.Array(text);
const numbers = Type.Record(text, Type.Number());
const edit = Type.Object({ start: Type.Integer(), end: Type.Integer(), text });
const documents = Type.Array(Type.Object({ name: text, text, helpUrl: Type.Optional(text) }));

export const DocumentsBody = Type.Object({ rules: documents, facts: documents, digest: text });

/** An `AnalysisJob` whose neighbours are texts: a path would be one of another machine. */
export const JobBody = Type.Object({
  code: text,
  declaredLanguage: textOrNull,
  path: textOrNull,
  files: Type.Array(Type.Object({ path: text, code: text })),
  enabledRules: Type.Union([texts, Type.Null()]),
  disabledRules: texts,
  own: Type.Optional(DocumentsBody),
  otherRules: Type.Optional(texts),
  today: Type.Optional(text),
  /** not of the job: nobody waits for this one, so that others go first */
  background: Type.Optional(Type.Boolean()),
  fixAcceptance: Type.Optional(
    Type.Unsafe<NonNullable<AnalysisJob['fixAcceptance']>>(
      Type.Object({ mean: Type.Number(), sizes: numbers, sources: numbers, rules: numbers, fixes: Type.Object({}) }),
    ),
  ),
  mend: Type.Optional(
    Type.Unsafe<NonNullable<AnalysisJob['mend']>>(
      Type.Object({
        fingerprint: text,
        proposed: Type.Array(Type.Object({ description: text, edits: Type.Array(edit) })),
      }),
    ),
  ),
  explain: Type.Optional(Type.Unsafe<NonNullable<AnalysisJob['explain']>>(Type.Object({}))),
});
export type JobBody = Static<typeof JobBody>;
