// A request to analyse, checked and with every default filled in: everything that the answer depends on is in here.
import {
  type AnalyzeContext,
  type AnalyzeRequest,
  canonicalLanguageId,
  type DataMode,
  LIMITS,
  type Notice,
  type Notification,
  type StoreMode,
} from '../../contract/index.ts';
import { AssayError } from '../../errors.ts';
import { type AnalysisJob, type OwnDocuments, ownDocuments, redactSecrets } from '../../model-service/index.ts';
import type { EffectivePreferences } from '../preferences/effective-preferences.ts';
import { type Preferences, preferencesOfRequest } from './request-preferences.ts';

export interface Submission {
  readonly job: AnalysisJob;
  readonly repository: string | null;
  readonly project: string | null;
  readonly ref: string | null;
  readonly baselineAnalysisId: string | null;
  /** version or digest that was asked for */
  readonly model: string | null;
  readonly preferences: Preferences;
  readonly store: StoreMode;
  readonly dataMode: DataMode;
  /** what webhooks are told; the answer does not depend on it */
  readonly notifications: readonly Notification[];
  readonly notices: readonly Notice[];
}

const KNOWN_CONTEXT: ReadonlySet<string> = new Set<keyof AnalyzeContext>([
  'path',
  'repository',
  'ref',
  'project',
  'files',
  'baseline_analysis_id',
  'rules',
  'minimum_severity',
  'minimum_confidence',
  'model',
  'store',
  'data_mode',
  'include_suppressed',
]);

const SHOWN_KEYS = 10;
const SHOWN_KEY_LENGTH = 60;

/**
 * Checks sizes and characters and fills in what the caller prefers. Throws AssayError `payload_too_large`, `binary_input` or
 * `invalid_encoding`.
 */
export function createSubmission(request: AnalyzeRequest, effective: EffectivePreferences): Submission {
  const context = request.context ?? {};
  const chosen = preferencesOfRequest(context, effective);
  const { preferences, enabledRules, disabledRules, store, dataMode, notifications, notices } = chosen;
  const files = (context.files ?? []).map(({ path, code }) => ({ path: redactSecrets(path), code }));
  checkContents(request.code, files);
  const declared = canonicalLanguageId(request.language ?? '');
  return {
    job: {
      code: request.code,
      declaredLanguage: declared === '' || declared === 'auto' ? null : declared,
      path: redacted(context.path),
      files,
      ...ownDocumentsOf(files),
      enabledRules,
      disabledRules,
      // The day is part of the cache key, so it is only given where an answer depends on it.
      ...(/assay-ignore[^\n]*\suntil\s/.test(request.code) && { today: new Date().toISOString().slice(0, 10) }),
    },
    repository: redacted(context.repository),
    project: redacted(context.project),
    ref: redacted(context.ref),
    baselineAnalysisId: context.baseline_analysis_id ?? null,
    model: context.model ?? null,
    preferences,
    store,
    dataMode,
    notifications,
    notices: [...notices, ...createNotices(request.code, context, store)],
  };
}

const OWN_RULES = /^(?:\.\/)?\.assay\/rules\/(?!.*\.(?:test|fixed)\.ya?ml$).+\.ya?ml$/;
const OWN_FACTS = /^(?:\.\/)?\.assay\/facts\.ya?ml$/;

/** Rules and facts that the repository brings, as `assay analyze` finds them there. */
export function ownDocumentsOf(files: readonly { readonly path: string; readonly code: string }[]): {
  own?: OwnDocuments;
} {
  const named = (pattern: RegExp) =>
    files.filter(({ path }) => pattern.test(path)).map(({ path, code }) => ({ name: path, text: code }));
  const [rules, facts] = [named(OWN_RULES), named(OWN_FACTS)];
  return rules.length + facts.length === 0 ? {} : { own: ownDocuments(rules, facts) };
}

/**
 * Whether the answer may be kept for its Idempotency-Key: a client that asked for that gets it even where nothing else is
 * stored, but for the modes in which not even an answer stays behind.
 */
export function mayBeReplayed({
  store,
  dataMode,
}: {
  readonly store: StoreMode;
  readonly dataMode: DataMode;
}): boolean {
  return store !== 'none' || dataMode === 'standard';
}

/** The parts of a submission beside code and declared language that its answer depends on; for the cache key. */
export function cacheContext(submission: Submission): unknown {
  const { job, notices, preferences: _, notifications: __, ...rest } = submission;
  return {
    ...rest,
    path: job.path,
    today: job.today ?? null,
    files: job.files,
    notices,
    enable: job.enabledRules,
    disable: job.disabledRules,
  };
}

function checkContents(code: string, files: readonly { readonly path: string; readonly code: string }[]): void {
  const bytes = checkText(code, '/code');
  if (bytes > LIMITS.codeBytes) {
    throw new AssayError('payload_too_large', {
      detail: `The code has ${bytes} bytes of UTF-8; the limit is ${LIMITS.codeBytes} (1 MiB).`,
      errors: [{ path: '/code', message: `must not have more than ${LIMITS.codeBytes} bytes` }],
    });
  }
  let total = bytes;
  for (const [index, file] of files.entries()) total += checkText(file.code, `/context/files/${index}/code`);
  if (total <= LIMITS.codeAndFilesBytes) return;
  throw new AssayError('payload_too_large', {
    detail: `Code and context.files have ${total} bytes of UTF-8; the limit is ${LIMITS.codeAndFilesBytes} (5 MiB).`,
    errors: [{ path: '/context/files', message: 'is too large together with the code' }],
  });
}

/** The number of UTF-8 bytes of a text that is source: no NUL, and no half of a surrogate pair (not UTF-8). */
function checkText(text: string, path: string): number {
  if (text.includes('\0')) {
    throw new AssayError('binary_input', { errors: [{ path, message: 'must not hold NUL characters' }] });
  }
  if (/\p{Surrogate}/u.test(text)) {
    throw new AssayError('invalid_encoding', {
      detail: 'The code holds half of a surrogate pair, which UTF-8 cannot express.',
      errors: [{ path, message: 'must be text that UTF-8 can express' }],
    });
  }
  return Buffer.byteLength(text);
}

function createNotices(code: string, context: AnalyzeContext, store: StoreMode): Notice[] {
  const notices: Notice[] = [];
  const unknown = Object.keys(context).filter((key) => !KNOWN_CONTEXT.has(key));
  if (unknown.length > 0) {
    const shown = unknown.slice(0, SHOWN_KEYS).map((key) => `“${redactSecrets(key).slice(0, SHOWN_KEY_LENGTH)}”`);
    notices.push({
      code: 'unknown_context',
      message: `Ignored unknown keys of context: ${shown.join(', ')}${unknown.length > SHOWN_KEYS ? ', …' : ''}.`,
    });
  }
  if (code.trim() === '') notices.push({ code: 'empty_code', message: 'The code is empty: there is nothing to find.' });
  if (store === 'none') {
    notices.push({
      code: 'not_stored',
      message: 'Nothing of this analysis is stored, so feedback on it will be answered with 404.',
    });
  }
  return notices;
}

/** Names are stored and shown: an address of a repository may hold a password, a path a key. */
function redacted(name: string | undefined): string | null {
  return name === undefined ? null : redactSecrets(name);
}
