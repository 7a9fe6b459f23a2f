// The door of the roles: start Assay.
export { type RunningServer, type ServeOptions, serve } from './serve.ts';
export { runUntilStopped } from './until-stopped.ts';
