// Callers that the database has named lately, so that it is not asked on every request. What is revoked here is forgotten
// at once; what another process revokes, within the time to live.
import { LRUCache } from 'lru-cache';
import type { Caller, Revocations } from '../../application-server/index.ts';
import { AssayError } from '../../errors.ts';

/** A revoked credential works no longer than five seconds: a second of them is left for the question on its way. */
const KNOWN_TTL_MS = 4000;
/** A credential that was just made must not be refused for long. */
const UNKNOWN_TTL_MS = 500;
const REMEMBERED = 10_000;

export interface Recognised {
  /** null: there is no such credential in force */
  readonly caller: Caller | null;
  /** milliseconds since the epoch */
  readonly expiresAt: number;
}

export interface RememberedCallers {
  /** The caller of this name, which must not be the secret itself. Throws AssayError `unauthenticated`. */
  recognise(name: string, ask: () => Promise<Recognised>): Promise<Caller>;
}

export function rememberCallers(revocations: Revocations): RememberedCallers {
  const known = new LRUCache<string, Recognised>({ max: REMEMBERED, ttl: KNOWN_TTL_MS });
  const asked = new Map<string, Promise<Recognised>>();
  let changes = 0;
  revocations.listen((tenantId) => {
    // An answer that is on its way may be older than the change: it is not remembered, and nobody else waits for it.
    changes++;
    asked.clear();
    for (const [name, { caller }] of known.entries()) {
      if (caller === null || caller.tenantId === tenantId) known.delete(name);
    }
  });

  const askFor = async (name: string, ask: () => Promise<Recognised>): Promise<Recognised> => {
    const begun = performance.now();
    const before = changes;
    const answer = await ask();
    // Counted from the question: the answer may have been true only then.
    const ttl = (answer.caller === null ? UNKNOWN_TTL_MS : KNOWN_TTL_MS) - (performance.now() - begun);
    if (changes === before && ttl >= 1) known.set(name, answer, { ttl: Math.floor(ttl) });
    return answer;
  };

  return {
    async recognise(name, ask) {
      let found = known.get(name);
      if (found === undefined) {
        let pending = asked.get(name);
        if (pending === undefined) {
          const created = askFor(name, ask).finally(() => {
            if (asked.get(name) === created) asked.delete(name);
          });
          asked.set(name, created);
          pending = created;
        }
        found = await pending;
      }
      if (found.caller === null || found.expiresAt <= Date.now()) throw new AssayError('unauthenticated');
      return found.caller;
    },
  };
}
