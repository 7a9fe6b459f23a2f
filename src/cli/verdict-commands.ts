// `assay import`, `assay export` and `assay accuracy`: verdicts from elsewhere, verdicts for elsewhere, and what they say of Assay.
import type { Command } from 'commander';
import type { TenantOption } from './training-installation.ts';
import type { AccuracyOptions, ImportOptions } from './verdicts-run.ts';

const COLUMNS = `
CSV has a header: rule_id, path, verdict (true_positive, false_positive, wont_fix, fixed), and where known repository, function,
line, user, time, reason, cwe, finding (a name of it that stays when lines move). SARIF 2.1.0 brings its triage in suppressions, baselineState and properties. What
assay tenant export wrote (tenant.jsonl) brings the verdicts of that tenant. Of a folder, the root of the repository, what is
imported are the findings that comments on single statements and lines hide (assay analyze --suppressions lists them), as one
voice beside the users'. Nothing is imported when anything is wrong; every place is named.
`;

export function addVerdictCommands(program: Command): void {
  program
    .command('import')
    .description(
      'import verdicts from CSV, SARIF, the export of a tenant or the comments in code, so that a team starts warm',
    )
    .argument('<source>', 'a file, or a folder of code')
    .option('--format <format>', 'csv, sarif, tenant or comments; default by what the source is')
    .option('--repository <name>', 'of the rows that name none')
    .option('--skip-unknown-rules', 'leave out what names a rule that Assay does not have', false)
    .option('--tenant <id>', 'whose; default the home tenant')
    .addHelpText('after', COLUMNS)
    .action(async (file: string, options: ImportOptions) => {
      process.stdout.write(await (await import('./verdicts-run.ts')).importFile(file, options));
    });
  program
    .command('export')
    .description('write the rows that training may see, without names and code, as a Parquet file')
    .argument('<file>', 'file to make; it may not exist yet')
    .option('--tenant <id>', 'whose; default the home tenant')
    .action(async (file: string, options: TenantOption) => {
      process.stdout.write(await (await import('./verdicts-run.ts')).exportFile(file, options));
    });
  program
    .command('accuracy')
    .description('how right the shown confidences were, by the verdicts of the tenant')
    .option('--since <time>', 'RFC 3339; default 400 days ago')
    .option('--until <time>', 'RFC 3339; default now')
    .option('--tenant <id>', 'whose; default the home tenant')
    .option('-f, --format <format>', 'text or json', 'text')
    .action(async (options: AccuracyOptions) => {
      process.stdout.write(await (await import('./verdicts-run.ts')).accuracy(options));
    });
}
