// The door of security: keys, encryption at rest, roles, redaction. Pure functions, but for the operator's key files.
export { type ApiKeyEnvironment, generateApiKey, hashApiKey, type ParsedApiKey, parseApiKey } from './api-keys.ts';
export { contentAddress, createDataKey, open, seal, unwrapDataKey, wrapDataKey } from './encryption.ts';
export { loadOperatorKeys, type OperatorKeys } from './operator-keys.ts';
export { redact } from './redaction.ts';
export { type Action, isAllowed, isRole, type Permissions, type Role } from './roles.ts';
