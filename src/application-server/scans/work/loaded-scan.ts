// A scan in memory: its texts, what each file depends on, how far it has come, and what an earlier scan knows of the same files.
import {
  findEarlierScan,
  listPathsAnalysedSince,
  listScanCode,
  listScanFiles,
  type ScanFileRecord,
} from '../../../database-service/index.ts';
import { AssayError } from '../../../errors.ts';
import {
  createProject,
  createProjectAnalyzer,
  joinedDocuments,
  type OwnDocuments,
  type PreparedFile,
  type ProjectAnalyzer,
  type ProjectFile,
  shareTexts,
} from '../../../model-service/index.ts';
import { ownDocumentsOf } from '../../analyze/submission.ts';
import type { ModelInUse } from '../../models/models-in-use.ts';
import { UNKNOWN_BASELINE } from '../scan-settings.ts';
import type { ScanTask } from './scan-work.ts';

/** A file of the scan; `row` is as it was when the work began. */
export interface ScanFile extends ProjectFile {
  readonly position: number;
  readonly prepared: PreparedFile;
  readonly row: ScanFileRecord;
}

export interface EarlierScan {
  readonly id: string;
  /** by path; those whose answer is still the last word */
  readonly files: ReadonlyMap<string, ScanFileRecord>;
  /** paths of which something else was said since */
  readonly overtaken: ReadonlySet<string>;
}

export interface LoadedScan {
  readonly files: readonly ScanFile[];
  readonly byPath: ReadonlyMap<string, ScanFile>;
  readonly analyzer: ProjectAnalyzer;
  readonly used: ModelInUse;
  readonly knowledgeVersion: number;
  readonly earlier: EarlierScan | null;
  /** analyses that issues are compared with, by path */
  readonly baseline: ReadonlyMap<string, string>;
  readonly notices: readonly { readonly code: string; readonly message: string }[];
}

/** Bytes of code that one transaction reads: whoever else needs the database waits no longer than for that, and one file. */
const CODE_BYTES_A_PART = 1_048_576;

export async function loadScan(task: ScanTask): Promise<LoadedScan> {
  const { dependencies, tenantId, scan, settings } = task;
  const { database, knowledge, models, model, ownRules, fixOrders } = dependencies;
  const knowledgeVersion = await knowledge.version(tenantId);
  // Sticky by tenant and repository: all files of a scan are answered by one model.
  const used = await models.choose({ tenantId, repository: scan.repository, path: null, code: '' }, null);
  const read = await readFiles(task);
  const project = createProject(read);
  const enforced = await ownRules.enforced(tenantId, scan.project, knowledgeVersion);
  const fixAcceptance = await fixOrders.of(tenantId, knowledgeVersion);
  const own = documentsOf(read, enforced?.documents ?? null);
  const analyzer = createProjectAnalyzer(model, project, {
    declaredLanguage: null,
    enabledRules: settings.enabledRules,
    disabledRules: settings.disabledRules,
    today: new Date().toISOString().slice(0, 10),
    ...(own !== null && { own }),
    ...(fixAcceptance !== null && { fixAcceptance }),
    ...(enforced !== null && { otherRules: enforced.known }),
  });
  const files = read.map((file) => ({ ...file, prepared: analyzer.prepare(file) }));
  const baseline = await database.asTenant(tenantId, async (tx) => {
    const rows = settings.baselineScanId === null ? [] : await listScanFiles(tx, settings.baselineScanId);
    return new Map(rows.flatMap(({ path, analysisId }) => (analysisId === null ? [] : [[path, analysisId] as const])));
  });
  const isUnknown = settings.baselineScanId !== null && baseline.size === 0;
  return {
    files,
    byPath: new Map(files.map((file) => [file.path, file])),
    analyzer,
    used,
    knowledgeVersion,
    earlier: await readEarlier(task),
    baseline,
    notices: [...settings.notices, ...(isUnknown ? [UNKNOWN_BASELINE] : [])],
  };
}

/** Rules that the repository brings, after those that the tenant and the project have enforced. */
function documentsOf(files: readonly ProjectFile[], enforced: OwnDocuments | null): OwnDocuments | null {
  const { own } = ownDocumentsOf(files);
  return enforced === null ? (own ?? null) : joinedDocuments(enforced, own);
}

async function readFiles({ dependencies, tenantId, scan, signal }: ScanTask): Promise<Omit<ScanFile, 'prepared'>[]> {
  const { database, dataKeys } = dependencies;
  const rows = await database.asTenant(tenantId, (tx) => listScanFiles(tx, scan.id));
  const texts = new Map<number, string>();
  for (let from = 0; from < rows.length; ) {
    signal.throwIfAborted();
    const part = await database.asTenant(tenantId, (tx) => listScanCode(tx, scan.id, from, CODE_BYTES_A_PART));
    for (const { position, ciphertext } of part) {
      texts.set(position, (await dataKeys.open(tenantId, ciphertext, `code:${tenantId}`)).toString('utf8'));
    }
    const last = part.at(-1);
    if (last === undefined) break;
    from = last.position + 1;
  }
  const named = rows.map((row) => {
    const code = texts.get(row.position);
    // To analyse nothing instead would say that there is nothing in the file.
    if (code === undefined)
      throw new AssayError('scan_failed', { detail: 'The code of a file is not there any more.' });
    return { path: row.path, code, digest: row.address?.toString('hex') ?? '', row };
  });
  const neighbours = shareTexts(named);
  return named.map((file, index) => {
    const asNeighbour = neighbours[index] ?? { path: file.path, code: file.code };
    return { ...file, position: file.row.position, asNeighbour };
  });
}

async function readEarlier({ dependencies, tenantId, scan }: ScanTask): Promise<EarlierScan | null> {
  return await dependencies.database.asTenant(tenantId, async (tx) => {
    const id = await findEarlierScan(tx, scan.id, scan);
    if (id === null) return null;
    const rows = await listScanFiles(tx, id);
    return {
      id,
      files: new Map(rows.map((row) => [row.path, row])),
      overtaken: await listPathsAnalysedSince(tx, id, scan),
    };
  });
}
