// The trainer role: trains models on the verdicts of tenants. It analyses nothing.
import type { QueueRole } from './queue-role.ts';

export const TRAINER: QueueRole = { name: 'trainer', queues: ['training'], analyses: false };
