// The door of the contract: the wire schemas, the only thing that clients share with the server.
export * from './analyses.ts';
export * from './analyze.ts';
export * from './api-keys.ts';
export * from './audit-log.ts';
export * from './feedback.ts';
export * from './finding.ts';
export * from './health.ts';
export * from './language-id.ts';
export * from './model-status.ts';
export * from './preferences.ts';
export * from './problem.ts';
export * from './projects.ts';
export { type SarifAnswer, toSarif } from './sarif.ts';
export * from './security-report.ts';
export * from './sessions.ts';
export * from './tenant.ts';
export * from './tokens.ts';
export * from './users.ts';
