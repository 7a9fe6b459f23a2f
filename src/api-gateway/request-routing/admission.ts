// How a request gets in: by its credential and within its quotas, or by what a gateway asserts about it.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../../application-server/index.ts';
import { AssayError } from '../../errors.ts';
import { CALL_HEADER, verifyCall } from '../../security/index.ts';
import type { Authenticator } from '../authentication/authentication.ts';
import type { QuotaState, RateLimiter } from '../rate-limiting/rate-limiting.ts';
import { ASSERTION_HEADER, type CallerAssertion, verifyAssertion } from './caller-assertion.ts';

export interface Admission {
  /** a request that needs no caller; throws AssayError */
  admitAnyone(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** a request that needs one; throws AssayError */
  admitCaller(request: FastifyRequest, reply: FastifyReply): Promise<Caller>;
}

/** For whoever answers clients: who asks is found out here, and each request is counted. */
export function admitByCredential(authenticator: Authenticator, rateLimiter: RateLimiter): Admission {
  const admitAnyone = async (request: FastifyRequest, reply: FastifyReply) =>
    useQuota(request, reply, await rateLimiter.countAddress(request.clientAddress));
  return {
    admitAnyone,
    async admitCaller(request, reply) {
      const { method, headers } = request;
      const caller = await authenticator.authenticate({ method, headers }).catch(async (refusal: unknown) => {
        // Whoever tries keys pays with the quota of the address.
        if (refusal instanceof AssayError && refusal.code === 'unauthenticated') await admitAnyone(request, reply);
        throw refusal;
      });
      request.caller = caller;
      useQuota(request, reply, await rateLimiter.countRequest(caller));
      return caller;
    },
  };
}

/** For whoever answers gateways: they have found out who asks, and counted the request. */
export function admitByAssertion(key: Buffer): Admission {
  const read = (request: FastifyRequest): CallerAssertion => {
    const { method, url, identity } = request;
    const about = { method, path: url, requestId: identity.requestId };
    const assertion = verifyAssertion(key, about, request.headers[ASSERTION_HEADER]);
    request.clientAddress = assertion.clientAddress;
    return assertion;
  };
  return {
    async admitAnyone(request) {
      read(request);
    },
    async admitCaller(request) {
      const { caller, refusal } = read(request);
      if (caller === null) {
        const { code, detail } = refusal ?? { code: 'unauthenticated', detail: '' };
        throw new AssayError(code, detail === '' ? {} : { detail });
      }
      request.caller = caller;
      return caller;
    },
  };
}

/** For whoever answers other processes of the installation, which sign what they ask. */
export function admitBySignature(key: Buffer): Admission {
  const verify = ({ method, url, headers }: FastifyRequest) =>
    verifyCall(key, { method, path: url }, headers[CALL_HEADER]);
  return {
    admitAnyone: async (request) => verify(request),
    async admitCaller(request) {
      verify(request);
      throw new AssayError('unauthenticated');
    },
  };
}

export function useQuota(request: FastifyRequest, reply: FastifyReply, quota: QuotaState): void {
  request.quota = quota;
  reply.header('ratelimit-policy', quota.policy).header('ratelimit', quota.limit);
  if (quota.violated.length > 0) throw new AssayError('rate_limited', { retryAfter: quota.retryAfter });
}
