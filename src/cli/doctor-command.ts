// `assay doctor`: whether everything that Assay needs is there and as it should be, and what to do where it is not.
import type { Command } from 'commander';
import { EXIT } from './exit-code.ts';

const NOTES = `
Changes nothing; run it with the environment that the server has. Exit code 0: nothing fails (there may be warnings); 1: something does.
`;

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'check configuration, data directory, keys, disk, clocks, database, Redis, identity providers and application servers, and say what to do',
    )
    .option('-f, --format <format>', 'text or json', 'text')
    .addHelpText('after', NOTES)
    .action(async ({ format }: { readonly format: string }) => {
      const { examine, examinationText } = await import('./doctor/examination.ts');
      const results = await examine();
      process.stdout.write(
        format === 'json' ? `${JSON.stringify({ checks: results }, null, 2)}\n` : examinationText(results),
      );
      process.exitCode = results.some(({ status }) => status === 'failure') ? EXIT.findings : EXIT.clean;
    });
}
