// The door of the upstreams: HTTP calls to the processes of another role.
export { ExchangeFailure, type ExchangeLimits, type OutgoingCall, type Reply } from './exchange.ts';
export {
  createUpstreamPool,
  type Upstream,
  type UpstreamPool,
  type UpstreamPoolOptions,
} from './upstream-pool.ts';
