// `assay tenant`: export one, set its quota, say where it is at home, erase one, move one to another database, or spread all over several servers.
import type { Command } from 'commander';
import type { MoveCommandOptions } from './tenant-move.ts';
import type { QuotaOptions } from './tenant-quota.ts';

const MOVE_NOTES = `
The tenant's rows are copied while everybody writes, until little is left; then nobody may write for a moment (503 with
Retry-After), the rest is copied, both sides are compared, and the tenant is served from there. A move that was cut off is gone
on with when the command is run again; the stop of a mover that died ends by itself.
`;

export function addTenantCommand(program: Command): void {
  const tenant = program.command('tenant').description('tenants of this installation');
  tenant
    .command('erase')
    .description("destroy a tenant's keys and delete everything of it; there is no way back")
    .argument('<id>', 'the id of the tenant')
    .requiredOption('--confirm <name>', "the tenant's name, word for word")
    .action(async (id: string, { confirm }: { confirm: string }) => {
      const { erase } = await import('./tenant-erasure.ts');
      await erase(id.toLowerCase(), confirm);
      process.stdout.write(
        'Erased. Backups that were made before still hold its rows: destroy them, or rotate the master key.\n',
      );
    });
  tenant
    .command('export')
    .description('write everything that is kept of a tenant into a new file, code in the clear')
    .argument('<id>', 'the id of the tenant')
    .requiredOption('-o, --output <file>', 'a file that is not there yet')
    .action(async (id: string, { output }: { output: string }) => {
      const { exportTenant } = await import('./tenant-export.ts');
      process.stdout.write(`${await exportTenant(id.toLowerCase(), output)}\n`);
    });
  tenant
    .command('quota')
    .description('show or set what all credentials of a tenant may use together')
    .argument('<id>', 'the id of the tenant')
    .option('--requests <number>', 'requests a minute, or default')
    .option('--content-mb <number>', 'MiB of code an hour, or default')
    .action(async (id: string, options: QuotaOptions) => {
      const { setQuota } = await import('./tenant-quota.ts');
      process.stdout.write(`${await setQuota(id.toLowerCase(), options)}\n`);
    });
  tenant
    .command('region')
    .description('say in which region a tenant is at home')
    .argument('<id>', 'the id of the tenant')
    .action(async (id: string) => {
      const { homeRegion } = await import('./tenant-region.ts');
      process.stdout.write(`${await homeRegion(id.toLowerCase())}\n`);
    });
  tenant
    .command('distribute')
    .description('spread all tables over the servers of a Citus cluster, by tenant; prints the SQL')
    .option('--run', 'run it as well', false)
    .action(async ({ run }: { run: boolean }) => {
      const { distribute } = await import('./distribution.ts');
      process.stdout.write(await distribute(run));
    });
  tenant
    .command('move')
    .description('move a tenant to another database of ASSAY_DATABASES, or back to home, while it is in use')
    .argument('<id>', 'the id of the tenant')
    .option('--to <name>', 'the name of the database; home is that of DATABASE_URL')
    .option('--cancel', 'take back a move that has not switched yet')
    .addHelpText('after', MOVE_NOTES)
    .action(async (id: string, options: MoveCommandOptions) => {
      const { move } = await import('./tenant-move.ts');
      process.stdout.write(`${await move(id, options)}\n`);
    });
}
