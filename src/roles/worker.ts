// The worker role: scans repositories and delivers to webhooks.
import type { QueueRole } from './queue-role.ts';

export const WORKER: QueueRole = { name: 'worker', queues: ['scans', 'webhooks'], analyses: true };
