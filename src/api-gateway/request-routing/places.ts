// Places for requests with large bodies: so many in a process, and so many of one tenant, that nobody keeps all others out.
import type { FastifyReply } from 'fastify';
import type { Endpoint } from '../../application-server/index.ts';
import { AssayError } from '../../errors.ts';

const BUSY_SECONDS = 5;

/** Requests that an endpoint with `atOnce` is busy with. */
interface Taken {
  all: number;
  readonly byTenant: Map<string, number>;
}

const taken = new WeakMap<Endpoint, Taken>();

/**
 * Takes a place until the answer is given or the client has hung up. Throws AssayError `overloaded` when all are taken, or all that the
 * tenant may have; before the body is read.
 */
export function takePlace(endpoint: Endpoint, tenantId: string, reply: FastifyReply): void {
  const { atOnce } = endpoint;
  // Who hung up while the key was looked at will not be heard of again, and would hold a place for ever.
  if (atOnce === undefined || reply.raw.destroyed) return;
  const places = taken.get(endpoint) ?? { all: 0, byTenant: new Map() };
  taken.set(endpoint, places);
  const own = places.byTenant.get(tenantId) ?? 0;
  if (places.all >= atOnce.all || own >= atOnce.ofTenant)
    throw new AssayError('overloaded', { retryAfter: BUSY_SECONDS });
  places.all++;
  places.byTenant.set(tenantId, own + 1);
  reply.raw.once('close', () => {
    places.all--;
    const left = (places.byTenant.get(tenantId) ?? 1) - 1;
    if (left === 0) places.byTenant.delete(tenantId);
    else places.byTenant.set(tenantId, left);
  });
}
