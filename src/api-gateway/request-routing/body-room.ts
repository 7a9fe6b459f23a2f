// Room for the bodies that a gateway holds until they have been passed on: so many bytes of all callers, and half of them of one tenant,
// so that uploads come in one after the other and no process runs out of memory.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AssayError } from '../../errors.ts';

export interface BodyRoomLimits {
  /** bytes of all bodies that are under way */
  readonly all: number;
  /** of these, of one tenant; at least the largest body */
  readonly ofTenant: number;
  /** Bodies up to here need no room: there are many of them, and not for long. */
  readonly free: number;
  /** what a body is taken for that does not say how long it is */
  readonly largest: number;
}

export interface BodyRoom {
  /**
   * Takes room until the answer is given or the client has hung up. Throws AssayError `overloaded` when there is not enough, before the
   * body is read.
   */
  take(request: FastifyRequest, tenantId: string, reply: FastifyReply): void;
}

const BUSY_SECONDS = 5;

/** The bytes that a body announces; `largest` where it announces none. */
export function announcedBytes({ headers }: Pick<FastifyRequest, 'headers'>, largest: number): number {
  if (headers['transfer-encoding'] !== undefined) return largest;
  return Number(headers['content-length'] ?? 0);
}

export function createBodyRoom({ all, ofTenant, free, largest }: BodyRoomLimits): BodyRoom {
  const byTenant = new Map<string, number>();
  let taken = 0;
  return {
    take(request, tenantId, reply) {
      const bytes = announcedBytes(request, largest);
      // Who hung up while the key was looked at will not be heard of again, and would hold room for ever.
      if (bytes <= free || reply.raw.destroyed) return;
      const own = byTenant.get(tenantId) ?? 0;
      if (taken + bytes > all || own + bytes > ofTenant)
        throw new AssayError('overloaded', { retryAfter: BUSY_SECONDS });
      taken += bytes;
      byTenant.set(tenantId, own + bytes);
      reply.raw.once('close', () => {
        taken -= bytes;
        const left = (byTenant.get(tenantId) ?? bytes) - bytes;
        if (left === 0) byTenant.delete(tenantId);
        else byTenant.set(tenantId, left);
      });
    },
  };
}
