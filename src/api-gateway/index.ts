// The door of the API gateway: the HTTP server around the application server's endpoints.
export type { Dialect } from './api-versioning/dialect.ts';
export { DIALECTS } from './api-versioning/dialects.ts';
export { createForwardingGateway } from './forwarding-gateway.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { openRateLimiter, type RateLimiter } from './rate-limiting/index.ts';
export { createRegionRouting, type RegionRouting } from './region-routing/region-routing.ts';
export { createRoleServer } from './role-server.ts';
