// Audit chains as the verifier reads them, from the database.
import {
  type AuditEventRecord,
  type AuditHead,
  type Database,
  holdAuditChain,
  readAuditChain,
} from '../../database-service/index.ts';

/** One tenant's chain, read once from its beginning. */
export interface ChainSource {
  readonly tenantId: string;
  /** `each` returns false to stop. Returns the head that the chain itself remembers. */
  read(each: (event: AuditEventRecord) => boolean): Promise<AuditHead | null>;
}

const PAGE = 1000;

/** The chains of every tenant, erased ones included, and tenants that have lost theirs. */
export async function* databaseChains(database: Database): AsyncGenerator<ChainSource> {
  const found = new Set<string>();
  for (let after: string | null = null; ; ) {
    const heads: readonly { readonly tenantId: string }[] = await database.listAuditChains(after, PAGE);
    for (const { tenantId } of heads) {
      found.add(tenantId);
      yield databaseChain(database, tenantId);
    }
    after = heads.at(-1)?.tenantId ?? null;
    if (after === null) break;
  }
  for (let after: string | null = null; ; ) {
    const ids: readonly string[] = await database.listTenantIds(after, PAGE);
    for (const tenantId of ids) if (!found.has(tenantId)) yield databaseChain(database, tenantId);
    after = ids.at(-1) ?? null;
    if (after === null) return;
  }
}

export function databaseChain(database: Database, tenantId: string): ChainSource {
  return {
    tenantId,
    async read(each) {
      let last = 0;
      for (;;) {
        // On the last page the chain is held, so that its head belongs to what was read.
        const { events, head } = await database.asTenant(tenantId, async (tx) => {
          const page = await readAuditChain(tx, last, PAGE);
          if (page.length === PAGE) return { events: page, head: undefined };
          const held = await holdAuditChain(tx);
          return { events: await readAuditChain(tx, last, PAGE), head: held && { seq: held.seq, hash: held.hash } };
        });
        for (const event of events) if (!each(event)) return head ?? null;
        if (head !== undefined && events.length < PAGE) return head;
        last = events.at(-1)?.seq ?? last;
      }
    },
  };
}
