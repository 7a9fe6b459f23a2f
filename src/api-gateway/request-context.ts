// What the gateway knows of a request beside what the HTTP server does.
import type { Caller, Endpoint } from '../application-server/index.ts';
import type { Trace } from '../monitoring/index.ts';
import type { QuotaState } from './rate-limiting/rate-limiting.ts';
import type { RequestIdentity } from './request-identity/request-identity.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** major versions in the path */
    supportedVersions: readonly string[];
  }
  interface FastifyRequest {
    identity: RequestIdentity;
    trace: Trace;
    /** code of the problem that it was answered with */
    refusal: string | null;
    /** of the client, beyond trusted proxies */
    clientAddress: string;
    /** performance.now() when the request began */
    startedAt: number;
    caller: Caller | null;
    quota: QuotaState | null;
    /** counts further bytes of content; null where content is not counted */
    chargeContent: ((bytes: number) => Promise<void>) | null;
    /** bytes of the body as it was sent */
    bodyBytes: number;
    /** SHA-256 of those bytes; only with an Idempotency-Key */
    bodyHash: Buffer | null;
  }
  interface FastifyContextConfig {
    /** absent for addresses that only say "no" */
    endpoint?: Endpoint;
    /** methods of an address that is asked with another one */
    allow?: string;
    /** of the route of requests that belong to another region */
    isPassedOn?: boolean;
  }
}
