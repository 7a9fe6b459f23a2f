// `assay tenant`: erase one, or spread all over several servers.
import type { Command } from 'commander';

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
    .command('distribute')
    .description('spread all tables over the servers of a Citus cluster, by tenant; prints the SQL')
    .option('--run', 'run it as well', false)
    .action(async ({ run }: { run: boolean }) => {
      const { distribute } = await import('./distribution.ts');
      process.stdout.write(await distribute(run));
    });
}
