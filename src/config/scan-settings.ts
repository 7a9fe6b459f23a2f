// Settings of scans of whole projects; a part of the one table.
import { integer, type Variable } from './variable.ts';

export interface ScanConfiguration {
  /** `name` or `name:port`; empty: no repository is fetched */
  readonly scanGitHosts: readonly string[];
  readonly scanGitTimeoutSeconds: number;
  readonly scanGitMb: number;
  /** scans of one tenant that may wait or run */
  readonly scansOpen: number;
}

export const SCAN_SETTINGS = {
  scanGitHosts: {
    name: 'ASSAY_SCAN_GIT_HOSTS',
    description:
      'Hosts that repositories may be fetched from for a scan, as `github.com, git.example.com:8443`. By https only, and at public ' +
      'addresses only, unless `ASSAY_OUTGOING_ALLOW` names the host. Without it, no repository is fetched.',
    parse: (value) =>
      (value ?? '')
        .split(',')
        .map((entry) => entry.trim().toLowerCase())
        .filter((entry) => entry !== ''),
    default: 'none',
  },
  scanGitTimeoutSeconds: {
    name: 'ASSAY_SCAN_GIT_TIMEOUT_S',
    description: 'Seconds that fetching a repository for a scan may take.',
    parse: integer({ default: 300, minimum: 1, maximum: 3600 }),
    default: '300',
  },
  scanGitMb: {
    name: 'ASSAY_SCAN_GIT_MB',
    description: 'MiB that a fetched repository may take in the temporary directory, until its files are stored.',
    parse: integer({ default: 512, minimum: 1, maximum: 65_536 }),
    default: '512',
  },
  scansOpen: {
    name: 'ASSAY_SCANS_OPEN',
    description: 'Scans of one tenant that may wait or run; beyond that the answer is 429.',
    parse: integer({ default: 100, minimum: 1, maximum: 100_000 }),
    default: '100',
  },
} as const satisfies { readonly [Key in keyof ScanConfiguration]: Variable<ScanConfiguration[Key]> };
