// What a rule would say of the last analyses, before it speaks in any.
import type { RulePreview } from '../../contract/index.ts';
import {
  type AnalysisSummary,
  type Database,
  findAnalysis,
  findCode,
  listAnalyses,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { type ModelService, type OwnDocuments, ownDocuments } from '../../model-service/index.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import { documentOf } from './own-rules.ts';

export interface PreviewDependencies {
  readonly database: Database;
  readonly dataKeys: DataKeys;
  readonly model: ModelService;
}

interface PreviewRequest {
  readonly tenantId: string;
  /** analyses of this project; empty: of all */
  readonly project: string;
  readonly ruleId: string;
  readonly definition: string;
  readonly limit: number;
  readonly signal: AbortSignal;
}

const MOST_FINDINGS = 500;
/** Analyses are short; a request that waits longer is no preview. */
const TIME_MS = 20_000;

/** Runs the rule alone over the code of the newest analyses. A file that fails is counted, and fails no other. */
export async function previewRule(dependencies: PreviewDependencies, request: PreviewRequest): Promise<RulePreview> {
  const { database } = dependencies;
  const { tenantId, project, ruleId, definition, limit, signal } = request;
  const filter = project === '' ? { limit } : { limit, project };
  const page = await database.asTenant(tenantId, (tx) => listAnalyses(tx, filter));
  const documents = ownDocuments([documentOf({ ruleId, project, definition })], []);
  const preview: RulePreview = { analyses: 0, without_code: 0, failed: 0, findings: [], complete: true };
  const until = performance.now() + TIME_MS;
  for (const analysis of page.analyses) {
    if (performance.now() > until || preview.findings.length >= MOST_FINDINGS) return { ...preview, complete: false };
    const code = await codeOf(dependencies, tenantId, analysis.id);
    if (code === null) {
      preview.without_code++;
      continue;
    }
    preview.analyses++;
    await tryOn(dependencies.model, { analysis, code, documents, ruleId, signal }, preview);
  }
  preview.complete = preview.findings.length <= MOST_FINDINGS;
  return { ...preview, findings: preview.findings.slice(0, MOST_FINDINGS) };
}

interface Trial {
  readonly analysis: AnalysisSummary;
  readonly code: string;
  readonly documents: OwnDocuments;
  readonly ruleId: string;
  readonly signal: AbortSignal;
}

async function tryOn(model: ModelService, trial: Trial, preview: RulePreview): Promise<void> {
  const { analysis, code, documents, ruleId, signal } = trial;
  const job = { code, path: analysis.path, declaredLanguage: analysis.language, files: [], own: documents };
  try {
    const { issues } = await model.analyze({ ...job, enabledRules: [ruleId], disabledRules: [] }, { signal });
    for (const { message, location } of issues) {
      preview.findings.push({ analysis_id: analysis.id, repository: analysis.repository, message, location });
    }
  } catch (error) {
    if (!(error instanceof AssayError) || error.code === 'overloaded' || error.code === 'shutting_down') throw error;
    preview.failed++;
  }
}

async function codeOf(
  { database, dataKeys }: PreviewDependencies,
  tenantId: string,
  id: string,
): Promise<string | null> {
  const sealed = await database.asTenant(tenantId, async (tx) => {
    const address = (await findAnalysis(tx, id))?.codeAddress ?? null;
    return address === null ? null : await findCode(tx, address);
  });
  return sealed === null ? null : (await dataKeys.open(tenantId, sealed, `code:${tenantId}`)).toString('utf8');
}
