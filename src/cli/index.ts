// The door of the command line.
export { addAnalyzeCommand } from './analyze-command.ts';
export { addAuditCommand } from './audit-command.ts';
export { addBackupCommands } from './backup-command.ts';
export { addCapacityCommand } from './capacity-command.ts';
export { addDoctorCommand } from './doctor-command.ts';
export { addFixCommand } from './fix-command.ts';
export { addKeysCommand } from './keys-command.ts';
export { addModelsCommand } from './models-command.ts';
export { addQueueCommand } from './queue-command.ts';
export { addRulesCommand } from './rules-command.ts';
export { addScanCommand } from './scan-command.ts';
export { addSealedCommand } from './sealed-command.ts';
export { addSuggestCommand } from './suggest-command.ts';
export { addTenantCommand } from './tenant-command.ts';
export { addTrainCommand } from './train-command.ts';
export { addVerdictCommands } from './verdict-commands.ts';
