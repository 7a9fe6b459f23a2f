// Idempotency-Key: a request that is sent twice is answered once, and the second time with the first answer.
import { createHash } from 'node:crypto';
import {
  claimIdempotencyKey,
  completeIdempotencyKey,
  type Database,
  releaseIdempotencyKey,
  renewIdempotencyKey,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { Answer, Caller, EndpointRequest } from '../endpoint.ts';

type KeyedRequest = Pick<EndpointRequest<unknown, unknown, unknown, Caller>, 'caller' | 'idempotency' | 'log'>;

export interface Idempotency {
  /**
   * Does the work, unless this caller has sent the same key to the same operation before. Throws AssayError
   * `idempotency_mismatch` (same key, other body) and `idempotency_in_flight`. A failure gives the key back, so that
   * the client may try again.
   */
  once(operation: string, request: KeyedRequest, work: () => Promise<Answer>): Promise<Answer>;
}

/** A claim lasts 20 s: a request that takes longer says so in time, and that of a process that died is soon free. */
const RENEWED_EVERY_MS = 5_000;

const REPLAYED = { 'idempotency-replayed': 'true' };

export function createIdempotency(database: Database): Idempotency {
  return {
    async once(operation, { caller, idempotency, log }, work) {
      if (idempotency === null) return await work();
      const { tenantId, actor } = caller;
      const keyHash = createHash('sha256').update(`${operation}\n${actor}\n${idempotency.key}`, 'utf8').digest();
      // In a transaction of its own: the work may open others, and a second request must see the claim at once.
      const claim = await database.asTenant(tenantId, (tx) =>
        claimIdempotencyKey(tx, { keyHash, requestHash: idempotency.bodyHash }),
      );
      if (claim.state === 'mismatch') throw new AssayError('idempotency_mismatch');
      if (claim.state === 'in_flight') throw new AssayError('idempotency_in_flight', { retryAfter: 1 });
      if (claim.state === 'replay') {
        const { status, headers, body } = claim.response;
        return { status, body, headers: { ...headers, ...REPLAYED } };
      }
      const renewal = setInterval(() => {
        database
          .asTenant(tenantId, (tx) => renewIdempotencyKey(tx, keyHash, claim.claimId))
          .catch((failure: unknown) => log.warn({ err: failure }, 'the claim of an idempotency key was not renewed'));
      }, RENEWED_EVERY_MS);
      try {
        const answer = asText(await work());
        if (answer.isKept === false) {
          await database.asTenant(tenantId, (tx) => releaseIdempotencyKey(tx, keyHash, claim.claimId));
          return answer;
        }
        const response = { status: answer.status, headers: answer.headers ?? {}, body: answer.body };
        await database.asTenant(tenantId, (tx) => completeIdempotencyKey(tx, keyHash, claim.claimId, response));
        return answer;
      } catch (error) {
        await database
          .asTenant(tenantId, (tx) => releaseIdempotencyKey(tx, keyHash, claim.claimId))
          .catch((failure: unknown) => log.warn({ err: failure }, 'an idempotency key stays claimed until it expires'));
        throw error;
      } finally {
        clearInterval(renewal);
      }
    },
  };
}

function asText(answer: Answer): Answer & { readonly body: string } {
  return { ...answer, body: typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body) };
}
