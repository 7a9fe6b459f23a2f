// The door of security: keys, encryption at rest, roles, redaction. Pure functions, but for the operator's key files.
export { type ApiKeyEnvironment, generateApiKey, hashApiKey, type ParsedApiKey, parseApiKey } from './api-keys.ts';
export {
  auditPublicKeyPem,
  auditSigningKey,
  type Checkpoint,
  checkpointHash,
  isSignedBy,
  parseCheckpoint,
  type SignedCheckpoint,
  signCheckpoint,
} from './audit-checkpoints.ts';
export {
  type BackupSecret,
  backupKey,
  newBackupKey,
  openFromBackup,
  sealForBackup,
} from './backup-secret.ts';
export { CALL_HEADER, signCall, verifyCall } from './call-signatures.ts';
export { type DataKey, DataKeyRing, UnknownDataKeyError } from './data-key-ring.ts';
export { createDataKey, deriveKey, open, seal, unwrapDataKey, wrapDataKey } from './encryption.ts';
export { beginMasterKeyRotation, type MasterKeyRotation, type MasterKeys } from './master-keys.ts';
export {
  findAuditSecret,
  findModelKey,
  findRegionKey,
  loadOperatorKeys,
  type OperatorKeys,
  readOperatorKeyFiles,
  writeOperatorKeyFiles,
} from './operator-keys.ts';
export { createOutgoing, type Outgoing, OutgoingError } from './outgoing.ts';
export { passwordFault } from './password-rules.ts';
export { createPasswordHasher, type PasswordHasher } from './passwords.ts';
export { createPseudonymizer, type Pseudonymizer } from './pseudonyms.ts';
export { redact } from './redaction.ts';
export {
  ACTIONS,
  type Action,
  actionsOf,
  isAction,
  isAllowed,
  isRole,
  mayGrant,
  type Permissions,
  type Role,
  withinRole,
} from './roles.ts';
export {
  createFindingSealer,
  createSealedKey,
  type FindingSealer,
  readSealedKey,
  writeSealedKey,
} from './sealed-findings.ts';
export { openStream, SealedStreamError, sealStream } from './sealed-stream.ts';
export { readStatement, signStatement } from './signed-statements.ts';
export {
  createSigningKey,
  importPublicKey,
  openSigningKey,
  type PublicSigningKey,
  resealSigningKey,
} from './signing-keys.ts';
export { createTenantSecret, isEqualSecret, readTenantSecret, type TenantSecret } from './tenant-secrets.ts';
export {
  CLOCK_TOLERANCE_SECONDS,
  claimedIssuer,
  claimedRegion,
  LONGEST_TOKEN_LIFE_SECONDS,
  type ReadToken,
  readToken,
  type SigningKeyPair,
  signToken,
  type TokenGrant,
  type TokenScope,
  tokenScopeOf,
} from './tokens.ts';
export { createTurns } from './turns.ts';
export { generateWebhookSecret, webhookHeaders } from './webhook-signatures.ts';
