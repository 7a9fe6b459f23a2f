// `assay capacity`: what a stated load needs, from what an analysis costs here.
import type { Command } from 'commander';
import type { CapacityOptions } from './capacity/run.ts';

const NOTES = `
The cost is measured on the files below --path (processor time, a minute at most), or with --history taken from the times that this
installation has stored. docs/operations/capacity.md says how the rest follows, and what of it is measured.

  assay capacity --requests-per-second 20                     measured on the files here
  assay capacity --requests-per-second 20 --history           from this installation's last 30 days
  assay capacity --requests-per-second 20 --replicas 3        whether three are enough, and what breaks first
`;

export function addCapacityCommand(program: Command): void {
  program
    .command('capacity')
    .description('replicas, memory and database size for a stated load, and what breaks first')
    .requiredOption('--requests-per-second <number>', 'files to analyse a second at the busiest time')
    .option('--cached <share>', 'of them answered from the cache, 0 to 1 (default: 0.5, or as the history says)')
    .option('--busy <share>', 'of the day that is as busy, 0 to 1', '0.25')
    .option('--retention-days <days>', 'how long results are kept', '365')
    .option('--replicas <number>', 'application servers that there are; 0: as many as needed', '0')
    .option('--threads <number>', 'analysis threads of each', '1')
    .option('--max-connections <number>', 'of the database server', '100')
    .option('--path <path>', 'files to measure on', '.')
    .option('--history', 'take the cost from the stored times instead')
    .option('--days <days>', 'with --history: how far back', '30')
    .option('-f, --format <format>', 'text or json', 'text')
    .addHelpText('after', NOTES)
    .action(async (options: CapacityOptions) => {
      const { capacity } = await import('./capacity/run.ts');
      process.stdout.write(await capacity(options));
    });
}
