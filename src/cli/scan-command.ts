// `assay scan`: gives a folder, an archive or the address of a repository to a server, watches it, and reports as `analyze` does.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { SEVERITIES, type Severity } from '../contract/index.ts';
import { FAIL_ON, type FailOn } from './exit-code.ts';

export const SCAN_FORMATS = ['text', 'json', 'sarif', 'github'] as const;

export interface ScanCommandOptions {
  readonly server: string;
  readonly apiKey?: string;
  readonly project?: string;
  readonly repository?: string;
  readonly ref?: string;
  readonly store?: 'full' | 'results';
  readonly strip?: number;
  readonly baselineScan?: string;
  readonly minSeverity?: Severity;
  readonly minConfidence?: number;
  readonly format: (typeof SCAN_FORMATS)[number];
  readonly output?: string;
  readonly failOn?: FailOn;
  /** `--no-wait` makes it false */
  readonly wait: boolean;
}

const NOTES = `
The server analyses in the background; files that have not changed since the last scan of the same project, repository and
ref are not analysed again. The API key is taken from ASSAY_API_KEY when --api-key does not say it. A connection that is cut is
taken up again; the scan goes on meanwhile.

  assay scan . --server https://assay.example.com --project shop --repository shop
  assay scan shop-1.2.tar.gz --strip 1 --server https://assay.example.com
  assay scan https://github.com/example/shop --ref main --server https://assay.example.com

Exit code: 0 nothing found, 1 something found, 2 wrong usage, or a file or the whole scan could not be analysed.
`;

export function addScanCommand(program: Command): void {
  program
    .command('scan')
    .description('scan a folder, an archive or a repository on a server')
    .argument('<target>', 'a folder, a zip, tar or tar.gz archive, or the https address of a repository')
    .requiredOption('--server <url>', 'the Assay that does it')
    .option('--api-key <key>', 'with which it is asked')
    .option('--project <name>', 'the project it belongs to')
    .option('--repository <name>', 'where dismissals count')
    .option('--ref <name>', 'branch, tag or commit')
    .addOption(new Option('--store <what>', 'what the server keeps').choices(['full', 'results']))
    .option('--strip <folders>', 'leading folders that are taken off the paths in an archive', wholeNumber)
    .option('--baseline-scan <id>', 'findings of that scan are known and do not count')
    .addOption(new Option('--min-severity <severity>', 'leave out what is less grave').choices(SEVERITIES))
    .option('--min-confidence <share>', 'leave out what is less sure, 0 to 1', share)
    .addOption(new Option('-f, --format <format>', 'how to write the report').choices(SCAN_FORMATS).default('text'))
    .option('-o, --output <file>', 'write the report to a file')
    .addOption(new Option('--fail-on <what>', 'what the exit code counts').choices(FAIL_ON))
    .option('--no-wait', 'print the id of the scan, and do not wait for its end')
    .addHelpText('after', NOTES)
    .action(async (target: string, options: ScanCommandOptions) => {
      const { scanOnServer } = await import('./scan-run.ts');
      process.exitCode = await scanOnServer(target, options);
    });
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}

function wholeNumber(text: string): number {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
