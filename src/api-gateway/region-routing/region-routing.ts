// Requests of tenants that are at home in another region: recognised before anything else, passed on to a gateway there, once.
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { AssayError } from '../../errors.ts';
import type { Metrics } from '../../monitoring/index.ts';
import type { UpstreamPool } from '../../upstreams/index.ts';
import { REGION_HEADER, regionOf } from './credential-region.ts';
import { type PassingOptions, passOn } from './passing.ts';
import { HOP_HEADER, readHop } from './region-hop.ts';

export interface RegionRoutingOptions {
  /** the region that this gateway is in */
  readonly own: string;
  /** gateways of the other regions, by name; closed by whoever opened them */
  readonly peers: ReadonlyMap<string, UpstreamPool>;
  /** the regions share it */
  readonly key: Buffer;
  readonly timeoutMs: number;
  readonly metrics: Metrics;
}

export interface RegionRouting {
  /** The address under which the server is to route a request: its own, or the one of requests that are passed on. */
  addressFor(request: IncomingMessage): string;
  /** Called for each request once it has a name. Throws AssayError for one that was passed on wrongly, or by nobody. */
  receive(request: FastifyRequest, reply: FastifyReply): void;
  /** Adds the route of requests that are passed on. */
  addTo(app: FastifyInstance): void;
}

/** Nobody gets there by asking for it: see `addressFor`. */
const PASSED_ON = '/.other-region';
/** Of this very process, or from one region to another. */
const ANSWERED_HERE = /^\/(?:livez|readyz|metrics|regions\/)/;
const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export function createRegionRouting(options: RegionRoutingOptions): RegionRouting {
  const { own, peers, key } = options;
  const leaving = new WeakMap<IncomingMessage, string>();
  return {
    addressFor(request) {
      const { url = '/', headers } = request;
      if (headers[HOP_HEADER] !== undefined || ANSWERED_HERE.test(url)) return url;
      const home = regionOf(headers);
      if (home === null || home === own) return url;
      leaving.set(request, home);
      return PASSED_ON;
    },
    receive(request, reply) {
      reply.header(REGION_HEADER, own);
      const header = request.headers[HOP_HEADER];
      if (header === undefined) return;
      const hop = readHop(key, header);
      const { method, url, identity } = request;
      const isThis = hop?.method === method && hop.path === url && hop.requestId === identity.requestId;
      if (hop === null || !isThis) throw new AssayError('region_hop_refused');
      request.clientAddress = hop.clientAddress;
      request.headers.host = hop.host;
      const home = regionOf(request.headers);
      if (hop.to === own && (home === null || home === own)) return;
      const detail = `The region ${hop.from} took this gateway for one of ${hop.to}, but it is in ${own}: correct ASSAY_REGIONS.`;
      throw new AssayError('region_loop', { detail });
    },
    addTo(app) {
      app.register(async (scope) => {
        // Bodies pass as they come, of any length and in any encoding: limits are those of the home region.
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser('*', (_, payload, done) => done(null, payload));
        scope.route({
          method: METHODS,
          url: PASSED_ON,
          schema: { hide: true },
          config: { isPassedOn: true },
          handler: (request, reply) => {
            const home = leaving.get(request.raw);
            if (home === undefined) throw new AssayError('not_found');
            return passOn(request, reply, home, passing(home));
          },
        });
      });
    },
  };

  function passing(home: string): PassingOptions {
    const pool = peers.get(home);
    if (pool !== undefined) return { ...options, pool };
    const detail = `The credential belongs to the region ${JSON.stringify(home.slice(0, 20))}, which is not one of ASSAY_REGIONS here.`;
    throw new AssayError('region_unknown', { detail });
  }
}
