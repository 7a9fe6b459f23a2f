// POST /api/v1/sealed/analyses: stores findings that only their owner can read, and says which of them are dismissed.
import { v7 as uuidv7 } from 'uuid';
import { baseOfFingerprint, recognise } from '../../analysis-engine/index.ts';
import { type Issue, type SealedFile, SealedRequest, SealedResponse } from '../../contract/index.ts';
import {
  type Database,
  dismissalScope,
  knowledgeVersion,
  listDismissals,
  lockDefects,
  markFixed,
  type NewIssue,
  recordDefects,
  saveAnalysis,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { issueRow } from '../analyses/issue-row.ts';
import { storedAnalysis } from '../analyses/stored-analysis.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { Idempotency } from '../idempotency/idempotency.ts';
import { sealedPageEndpoints } from './page-endpoints.ts';

const BODY_LIMIT = 20 * 1_048_576;
const MESSAGE = 'Sealed: only the key of its owner opens it, at /sealed.';
/** Where a finding really is, is sealed with it. */
const NOWHERE = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } } as const;

/** What takes sealed findings, and the page that opens them. */
export function sealedEndpoints(database: Database, idempotency: Idempotency): Endpoint[] {
  return [sealedEndpoint(database, idempotency), ...sealedPageEndpoints()];
}

function sealedEndpoint(database: Database, idempotency: Idempotency): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/sealed/analyses',
      operationId: 'storeSealedAnalyses',
      tag: 'analysis',
      summary: 'Store the findings of an analysis that was made on the client, sealed.',
      description:
        'Messages, places, traces and snippets are encrypted under a key that this server never has; paths, functions and ' +
        'fingerprints are keyed hashes. Verdicts, dismissals and history work as for any other analysis; send every file that was analysed, with all rules, ' +
        'also one without findings: what is not found any more is marked as fixed. Made by `assay sealed analyze`.',
      access: 'analyses:create',
      body: SealedRequest,
      bodyLimit: BODY_LIMIT,
      metered: true,
      idempotent: true,
      answers: { 200: json('In the order sent.', SealedResponse) },
    },
    (request) =>
      idempotency.once('sealed/analyses', request, async () => {
        const { body, caller, requestId, elapsedMs } = request;
        const files = await database.asTenant(caller.tenantId, async (tx) => {
          const knowledge = await knowledgeVersion(tx);
          const stored: SealedResponse['files'] = [];
          for (const file of body.files) {
            stored.push(await storeFile(tx, file, { ...body, knowledge, requestId, durationMs: elapsedMs() }));
          }
          return stored;
        });
        const answer: SealedResponse = { files };
        return { status: 200, body: answer };
      }),
  );
}

interface Around extends Pick<SealedRequest, 'key_id' | 'repository' | 'model'> {
  readonly knowledge: number;
  readonly requestId: string;
  readonly durationMs: number;
}

async function storeFile(tx: TenantTransaction, file: SealedFile, around: Around): Promise<SealedResponse['files'][0]> {
  const { repository = null, model, knowledge, requestId, durationMs } = around;
  const found = file.issues.map(({ fingerprint, within }) => ({ fingerprint, within, path: file.path }));
  const bases = found.map(({ fingerprint }) => baseOfFingerprint(fingerprint));
  const dismissals = await listDismissals(tx, dismissalScope({ repository, project: null }), bases);
  const dismissed = recognise(
    found,
    dismissals.filter(({ state }) => state === 'active'),
  );
  const issues = file.issues.map((issue, index) =>
    wireIssue(issue, file.path, around.key_id, dismissed[index] ?? null),
  );
  const shown = issues.filter(({ state }) => state !== 'suppressed');
  const answer = {
    analysis_id: uuidv7(),
    language: { id: file.language, confidence: 1, declared: null, detected: file.language },
    issues: shown,
    suppressed_count: issues.length - shown.length,
    model: { ...model, variant: 'champion' as const, knowledge },
    cached: false,
    duration_ms: Math.round(durationMs * 100) / 100,
    notices: [],
  };
  const rows = issues.map((issue) => (issue.state === 'suppressed' ? null : issueRow(issue)));
  const defects = await recordFindings(
    tx,
    { repository, language: file.language, analysisId: answer.analysis_id },
    { path: file.path, found, rows },
  );
  await saveAnalysis(tx, {
    id: answer.analysis_id,
    repository,
    path: file.path,
    project: null,
    language: file.language,
    code: null,
    result: storedAnalysis(answer, { ref: null }),
    issues: rows.filter((row) => row !== null),
    defects,
    modelVersion: model.version,
    modelDigest: model.digest,
    knowledge,
    durationMs,
    requestId,
  });
  return {
    path: file.path,
    analysis_id: answer.analysis_id,
    issues: issues.map(({ id, fingerprint, state, suppression_reason: reason }) => ({
      id,
      fingerprint,
      state,
      ...(reason !== undefined && { suppression_reason: reason }),
    })),
  };
}

/** What of a file was found, whether shown or dismissed; `rows` are those that are shown, by the issue's place in `found`. */
interface SealedFindings {
  readonly path: string;
  readonly found: readonly { readonly fingerprint: string; readonly within: string; readonly path: string }[];
  readonly rows: readonly (NewIssue | null)[];
}

/**
 * So that they can be triaged like any others: the list of issues knows them by their keyed names. What an earlier analysis
 * of the file showed and this one has not found is fixed: the client sends every file that it has analysed, with all rules.
 */
async function recordFindings(
  tx: TenantTransaction,
  place: { readonly repository: string | null; readonly language: string; readonly analysisId: string },
  { path, found, rows }: SealedFindings,
): Promise<Map<string, string>> {
  const context = { ...place, project: null, ref: null };
  const bases = found.map(({ fingerprint }) => baseOfFingerprint(fingerprint));
  const known = recognise(found, await lockDefects(tx, dismissalScope(context), bases));
  const seen = rows.flatMap((issue, index) =>
    issue === null ? [] : [{ issue, message: MESSAGE, knownId: known[index]?.id ?? null, state: 'open' as const }],
  );
  const defects = await recordDefects(tx, context, seen);
  // Without a repository, files of one name are not known to be the same.
  if (place.repository !== null) {
    const stillThere = [...defects.values(), ...known.flatMap((one) => (one === null ? [] : [one.id]))];
    await markFixed(tx, { ...context, path, stillThere, enabledRules: null, disabledRules: [] });
  }
  return defects;
}

function wireIssue(
  issue: SealedFile['issues'][0],
  path: string,
  keyId: string,
  dismissal: { readonly reason: string | null } | null,
): Issue {
  const { sealed, features, ...readable } = issue;
  return {
    ...readable,
    id: uuidv7(),
    message: MESSAGE,
    location: { path, ...NOWHERE },
    trace: [],
    suggestions: [],
    state: dismissal === null ? 'new' : 'suppressed',
    ...(dismissal !== null && { suppression_reason: `Dismissed: ${dismissal.reason ?? 'no reason given'}` }),
    help_url: `/rules/${issue.rule_id}`,
    sealed: { key_id: keyId, data: sealed, features },
  };
}
