// The files of a repository: fetched by the worker and stored as uploaded ones are. What an attempt left half done is done anew.
import { dropScanFiles, findScanSource, noteScanFiles, renewScanLease } from '../../../database-service/index.ts';
import { AssayError } from '../../../errors.ts';
import { readScanSource } from '../scan-source.ts';
import { parseGitAddress } from '../sources/git-address.ts';
import { fetchRepository } from '../sources/git-repository.ts';
import { addFiles, storeCode } from '../stored-files.ts';
import { LostScan, type ScanTask } from './scan-work.ts';

const MEBIBYTE = 1_048_576;

/** Throws AssayError `git_refused`, `git_failed` or `rate_limited`. */
export async function fetchScanFiles({ dependencies, tenantId, scan, holder, signal }: ScanTask): Promise<void> {
  const { database, dataKeys, gitHosts, outgoing, configuration } = dependencies;
  const sealed = await database.asTenant(tenantId, (tx) => findScanSource(tx, scan.id));
  if (sealed === null)
    throw new AssayError('git_failed', { detail: 'The address of the repository is not known any more.' });
  const text = await dataKeys.open(tenantId, sealed, `scan-source:${scan.id}`);
  // The operator may have thought better of it.
  const source = readScanSource(text.toString('utf8'));
  const address = parseGitAddress(source.address, gitHosts, outgoing);
  const limits = {
    timeoutMs: configuration.scanGitTimeoutSeconds * 1000,
    mostBytes: configuration.scanGitMb * MEBIBYTE,
  };
  const { files, skipped, commit, bytes } = await fetchRepository(address, scan.ref, { outgoing, limits, signal });
  // As an upload pays before it is stored. An attempt that is cut off right after it pays twice.
  if (source.holder !== null) await dependencies.chargeContent(source.holder, bytes);
  const owner = { tenantId, ring: await dataKeys.of(tenantId) };
  const addressed = await storeCode(database, owner, files);
  await database.asTenant(tenantId, async (tx) => {
    if (!(await renewScanLease(tx, scan.id, holder))) throw new LostScan();
    await dropScanFiles(tx, scan.id);
    await addFiles(tx, scan.id, owner, addressed);
    const notice = { code: 'commit', message: `The files are those of commit ${commit}.` };
    await noteScanFiles(tx, scan.id, { files: files.length, skipped, notices: [notice] });
  });
}
