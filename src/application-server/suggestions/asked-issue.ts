// The issue that is asked about, with the code that it was found in.
import { type Issue, LIMITS } from '../../contract/index.ts';
import {
  type AnalysisRecord,
  type Database,
  findAnalysis,
  findAnalysisOfIssue,
  findCode,
  findDefect,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { readStoredAnalysis, type StoredAnalysis } from '../analyses/stored-analysis.ts';
import type { DataKeys } from '../tenants/data-keys.ts';

export interface AskedIssue {
  readonly record: AnalysisRecord;
  readonly stored: StoredAnalysis;
  readonly issue: Issue;
  readonly code: string;
}

export interface IssueSource {
  readonly database: Database;
  readonly dataKeys: DataKeys;
}

/** By its own id or that of its defect. Throws AssayError `not_found`, or `invalid_request` where the code is not known. */
export async function askedIssue(
  { database, dataKeys }: IssueSource,
  tenantId: string,
  id: string,
  given: string | undefined,
): Promise<AskedIssue> {
  const found = await database.asTenant(tenantId, async (tx) => {
    const defect = await findDefect(tx, id);
    const issueId = defect?.lastIssueId ?? id;
    const analysisId = defect?.lastAnalysisId ?? (await findAnalysisOfIssue(tx, id));
    const record = analysisId === null ? null : await findAnalysis(tx, analysisId);
    if (record === null) return null;
    const stored = readStoredAnalysis(record);
    const issue = stored.answer.issues.find((one) => one.id === issueId);
    const sealed = record.codeAddress === null ? null : await findCode(tx, record.codeAddress);
    return issue === undefined ? null : { record, stored, issue, sealed };
  });
  if (found === null) throw new AssayError('not_found', { detail: 'There is no issue of that id.' });
  const { sealed, ...rest } = found;
  if (rest.issue.sealed !== undefined)
    throw new AssayError('sealed_only', { detail: 'This finding is sealed: only its owner can open it.' });
  const kept = sealed === null ? null : (await dataKeys.open(tenantId, sealed, `code:${tenantId}`)).toString('utf8');
  const code = given ?? kept;
  if (code !== null && Buffer.byteLength(code) > LIMITS.codeBytes) throw new AssayError('payload_too_large');
  if (code !== null) return { ...rest, code };
  const message = 'is needed: the code of this analysis was not stored';
  throw new AssayError('invalid_request', { errors: [{ path: '/code', message }] });
}
