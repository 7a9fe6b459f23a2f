// `npm run verify isolation`: everything that one tenant can try to reach another, on both databases, counted.
import { countOf, type IsolationRun, leaksOf, runIsolation } from '../../tests/isolation/isolation-run.ts';
import { startPostgresql } from '../../tests/services/postgresql.ts';
import { appendRecord } from './record.ts';

export async function verifyIsolation(): Promise<void> {
  const server = await startPostgresql();
  try {
    const runs = [
      ['embedded', await runIsolation(null)],
      ['PostgreSQL server', await runIsolation(await server.createDatabase())],
    ] as const;
    const leaks = runs.flatMap(([name, run]) => leaksOf(run).map((leak) => `${name}: ${leak}`));
    const total = runs.reduce((sum, [, run]) => sum + countOf(run), 0);
    const lines = runs.map(([name, run]) => `- ${name}: ${describe(run)}`);
    console.log([...lines, ...leaks].join('\n'));
    if (leaks.length > 0) throw new Error(`${leaks.length} of ${total} combinations leak`);
    appendRecord('isolation', `${total} combinations, 0 leaks.\n\n${lines.join('\n')}`);
  } finally {
    await server.remove();
  }
}

function describe(run: IsolationRun): string {
  const { routes, functions, tables, revealing } = run;
  const parts = `${routes.length} by routes, ${functions.length} by functions, ${tables.length} by raw SQL on tables`;
  const control = `${revealing.routes} routes and ${revealing.functions} functions show the tenant its own rows`;
  return `${countOf(run)} combinations (${parts}); as a control, ${control}.`;
}
