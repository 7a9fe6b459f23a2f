// The door of the API gateway: the HTTP server around the application server's endpoints.
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { openRateLimiter, type RateLimiter } from './rate-limiting/index.ts';
