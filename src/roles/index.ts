// The door of the roles: start Assay.
export { type RunningServer, type ServeOptions, serve } from './serve.ts';
export type { RoleName } from './split.ts';
export { runUntilStopped } from './until-stopped.ts';
