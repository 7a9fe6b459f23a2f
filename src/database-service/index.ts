// The door of the database service: open a database, enter it as a tenant, and the functions that run inside.
export { deleteAnalyses, deleteAnalysis, forgetCode } from './analysis-deletion.ts';
export type { AnalysisFilter } from './analysis-filter.ts';
export {
  type AnalysisListRequest,
  type AnalysisPage,
  type AnalysisRecord,
  type AnalysisSummary,
  findAnalysis,
  findAnalysisOfIssue,
  findIssue,
  type IssueRecord,
  listAnalyses,
  lockAnalysis,
  type NewAnalysis,
  type NewIssue,
  replaceResult,
  saveAnalysis,
} from './analysis-history.ts';
export {
  type ApiKeyFilter,
  type ApiKeyInForce,
  type ApiKeyPage,
  type ApiKeyRecord,
  createApiKey,
  findApiKey,
  findApiKeyByHash,
  findApiKeyInForce,
  listApiKeys,
  type NewApiKey,
  replaceApiKey,
  revokeApiKey,
  searchApiKeys,
  touchApiKey,
} from './api-keys.ts';
export { type AuditDetails, type AuditPayload, commitmentOf, genesisHash, linkHash } from './audit-chain.ts';
export { holdCheckpointLog } from './audit-checkpoint-lock.ts';
export { eraseAuditEventsBefore, eraseAuditEventsOf } from './audit-erasure.ts';
export {
  type AuditChainHead,
  type AuditEventRecord,
  type AuditFilter,
  type AuditHead,
  type AuditPage,
  appendAuditEvent,
  findAuditHead,
  holdAuditChain,
  listAuditEvents,
  type NewAuditEvent,
  readAuditChain,
} from './audit-log.ts';
export { type ChainFault, type ChainVerifier, createChainVerifier, type SeenHead } from './audit-verification.ts';
export { type DumpHeader, type DumpReader, type DumpSummary, readDump, TableDigest } from './backup/dump-format.ts';
export { checkMigrations } from './backup/restore.ts';
export {
  addCode,
  deleteUnreferencedCode,
  findCode,
  listCodeUnderOlderKeys,
  moveCode,
  type SealedCode,
  type StoredCode,
  saveCode,
} from './code-storage.ts';
export { databaseOptions } from './configured.ts';
export { EXPORT_BEGIN, listExportTables, listSealedCode, readExportPage } from './data-export.ts';
export type { Database, DatabaseLoad, DatabaseLogger, DatabaseOptions, TenantTransaction } from './database.ts';
export {
  type DefectContext,
  type GoneDefects,
  type KnownDefect,
  lockDefects,
  markFixed,
  recordDefects,
  type SeenDefect,
  setDefectState,
} from './defects.ts';
export { distributeTables, distributionStatements } from './distribution.ts';
export { isDataDirectoryInUse } from './embedded/directory-lock.ts';
export { type DatabaseExamination, examineDatabase, examineReplica } from './examination.ts';
export {
  type Dismissal,
  type DismissalChange,
  dismissalScope,
  knowledgeVersion,
  listDismissals,
  type NewFeedback,
  raiseKnowledgeVersion,
  type SavedFeedback,
  type SuggestionOutcome,
  saveFeedback,
  type Verdict,
} from './feedback.ts';
export { countFindings, type FindingCounts } from './finding-counts.ts';
export {
  type ClaimResult,
  claimIdempotencyKey,
  completeIdempotencyKey,
  deleteExpiredIdempotencyKeys,
  type IdempotencyClaim,
  releaseIdempotencyKey,
  renewIdempotencyKey,
  type StoredResponse,
} from './idempotency.ts';
export { type JudgedFinding, listJudgedFindings } from './judged-findings.ts';
export {
  endJudgementsOf,
  forgottenSince,
  type JudgementRecord,
  listJudgementChanges,
  listJudgements,
  listJudgementsAt,
  MOST_JUDGEMENTS,
  MOST_OF_VOTER,
  MOST_VOTERS,
  replaceFeatures,
  saveJudgement,
} from './judgements.ts';
export { addLlmUsage, findLlmUsage, type LlmUsage } from './llm-usage.ts';
export { type BackOff, countLoginAttempt, forgetLoginFailures, forgiveLoginAttempt } from './login-failures.ts';
export {
  type ClaimOutcome,
  claimMaintenanceJob,
  type LeaseSeen,
  type MaintenanceClaim,
  releaseMaintenanceJob,
  renewMaintenanceJob,
} from './maintenance-jobs.ts';
export {
  type BundleRecord,
  countBundles,
  type DeploymentRecord,
  type Figures,
  findBundle,
  findRankerBytes,
  listBundles,
  listModelChanges,
  lockDeployment,
  type ModelChange,
  type ModelChangeKind,
  type NewBundle,
  type NewModelChange,
  readDeployment,
  recordModelChange,
  type StoredComponent,
  saveBundle,
  saveDeployment,
} from './model-bundles.ts';
export { listMuteEvidence, type MuteEvidence } from './mute-evidence.ts';
export { openDatabase, restoreDatabase } from './open-database.ts';
export {
  deleteOwnRule,
  findOwnRule,
  listOwnRuleDefinitions,
  listOwnRules,
  listOwnRuleVersions,
  measureOwnRules,
  type NewOwnRule,
  type OwnRuleDescription,
  type OwnRuleKey,
  type OwnRuleRecord,
  type OwnRuleState,
  type OwnRuleVersion,
  type SavedOwnRule,
  saveOwnRule,
  setOwnRuleState,
} from './own-rules.ts';
export { keepPartitions } from './partitions.ts';
export {
  findLogin,
  findLoginOf,
  findPasswordToken,
  type Login,
  savePasswordToken,
  setPassword,
  takePasswordToken,
} from './passwords.ts';
export {
  deleteRollups,
  type PerformanceBucket,
  type PerformanceFilter,
  readPerformance,
  rollUpDays,
  rollUpHours,
  saveTimings,
  type Timing,
} from './performance-metrics.ts';
export {
  changeProject,
  createProject,
  deleteProject,
  findProject,
  listProjects,
  type NewProject,
  type ProjectChanges,
  type ProjectPage,
  type ProjectRecord,
} from './projects.ts';
export {
  deleteDeadQueueMessages,
  putQueueMessage,
  queueTable,
  renewQueueMessage,
  reviveQueueMessage,
  settleQueueMessage,
  takeQueueMessage,
} from './queue-messages.ts';
export { findTenantQuota, NO_QUOTA, type Quota, setApiKeyQuota, setTenantQuota } from './quotas.ts';
export {
  NO_COUNTS,
  RANKING_COUNTS,
  type RankingCounts,
  type RankingEntity,
  readRankingCounts,
} from './ranking-counts.ts';
export {
  advanceRollout,
  countRepositories,
  endRollout,
  findRunningRollout,
  listRollouts,
  lockRunningRollout,
  type NewRollout,
  type RolloutRow,
  saveRolloutRecord,
  startRollout,
} from './rollouts.ts';
export {
  addScanFiles,
  decodeScanPlace,
  dropOutcomes,
  dropScanFiles,
  encodeScanPlace,
  findEarlierScan,
  findWaitingPath,
  knownCode,
  listPathsAnalysedSince,
  listScanAnswers,
  listScanCode,
  listScanFiles,
  listScanReports,
  noteScanFiles,
  noteScanProgress,
  reuseOutcomes,
  type SavedOutcome,
  type SavedReport,
  type ScanFileRecord,
  type ScanScope,
  saveOutcomes,
  sizeOfScanCode,
} from './scan-files.ts';
export { finishScan, renewScanLease, returnScan, takeScan, takeStalledScans } from './scan-lease.ts';
export {
  cancelScan,
  countOpenScans,
  createScan,
  deleteOldScans,
  deleteScan,
  findScan,
  findScanSource,
  forgetScanCode,
  listScans,
  type ScanRecord,
  type ScanState,
} from './scans.ts';
export {
  activeUserFacts,
  findSecurityReport,
  type KeyFacts,
  keyFacts,
  oldestStoredCode,
  saveSecurityReport,
  type UserFacts,
} from './security-facts.ts';
export {
  createSession,
  deleteEndedLogins,
  findSessionInForce,
  listSessions,
  type NewSession,
  revokeSession,
  revokeSessionsOf,
  type SessionInForce,
  type SessionRecord,
  touchSession,
} from './sessions.ts';
export { listShownVerdicts, type ShownVerdict } from './shown-verdicts.ts';
export {
  addSigningKey,
  listSigningKeys,
  lockSigningKeys,
  type SigningKeyRecord,
  updateSealedSigningKey,
} from './signing-keys.ts';
export { isUuid } from './storable.ts';
export {
  eraseSuggestionOutcomesOf,
  listSuggestionOutcomes,
  type NewSuggestionOutcome,
  type SuggestionOutcomeRecord,
  saveSuggestionOutcome,
} from './suggestion-outcomes.ts';
export { eraseTenant } from './tenant-erasure.ts';
export {
  addWrappedKey,
  awaitMasterKeyHolders,
  deleteUnusedKeys,
  findWrappedKeys,
  holdMasterKey,
  rewrapKey,
  type WrappedKey,
} from './tenant-keys.ts';
export { cancelMove, checkedTenantId, type MoveReport, moveTenant } from './tenant-move/move.ts';
export { createTenant, findTenant, HOME_TENANT_ID, type NewTenant } from './tenants.ts';
export {
  claimTrainingRun,
  createTrainingRun,
  findOpenTrainingRun,
  findTrainingOutput,
  findTrainingRun,
  finishTrainingRun,
  listTrainingRuns,
  type NewTrainingRun,
  releaseTrainingRun,
  reportTrainingProgress,
  saveTrainingOutput,
  type TrainingRunRecord,
  type TrainingState,
  type TrainingTrigger,
} from './training-runs.ts';
export {
  countTrainingVerdicts,
  findJudgementsOn,
  listTrainingVerdicts,
  listTrainingVoters,
  type TrainingVerdict,
} from './training-verdicts.ts';
export { readTrends, type TrendFilter } from './trends.ts';
export {
  type DefectFilter,
  type DefectPage,
  type DefectRecord,
  findDefect,
  listDefects,
  listVerdicts,
} from './triage.ts';
export {
  findPreferences,
  listPreferences,
  lockPreferences,
  type PreferenceOwner,
  type StoredPreferences,
  savePreferences,
} from './user-preferences.ts';
export {
  changeUser,
  createUser,
  deleteUser,
  findUser,
  findUserBySubject,
  listUsers,
  lockOwners,
  type NewUser,
  type UserChanges,
  type UserFilter,
  type UserPage,
  type UserRecord,
} from './users.ts';
export {
  type AttemptOutcome,
  type DeliveryRecord,
  type DueDelivery,
  deleteOldDeliveries,
  enqueueTestMessage,
  enqueueWebhookMessage,
  finishDelivery,
  listDeliveries,
  type NewWebhookMessage,
  resendDelivery,
  takeDueDeliveries,
} from './webhook-outbox.ts';
export {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  findWebhook,
  listWebhooks,
  replaceWebhookSecret,
  resealWebhookSecrets,
  type WebhookRecord,
} from './webhooks.ts';
