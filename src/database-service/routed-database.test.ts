import type { Pool } from 'pg';
import { expect, it } from 'vitest';
import type { Backend } from './backend.ts';
import { databaseOver } from './routed-database.ts';

/** A database that always has more messages than are asked for. */
function busy(name: string): Backend {
  const query = async (_text: string, [, , limit]: readonly number[]) => ({
    rows: Array.from({ length: limit ?? 0 }, (_, index) => ({ tenantId: name, id: `${name}-${index}` })),
  });
  return { name: 'server', pool: { query } as unknown as Pool } as Backend;
}

it('gives each database its share of the messages, and lets each lead in its turn', async () => {
  const others = ['second', 'third'].map((name) => ({ name, backend: busy(name) }));
  const database = databaseOver(busy('home'), others);
  const filter = { queue: 'scans', state: 'due', limit: 7 } as const;
  const pages = [];
  for (let page = 0; page < 3; page++)
    pages.push((await database.listQueueMessages(filter)).map(({ tenantId }) => tenantId));
  for (const page of pages) {
    expect(page).toHaveLength(7);
    expect(new Set(page.slice(0, 3)).size).toBe(3);
    expect(new Set(page.slice(3, 6)).size).toBe(3);
  }
  expect(new Set(pages.map(([first]) => first)).size).toBe(3);
});
