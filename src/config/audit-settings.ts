// Settings of what leaves the server by a tenant's wish, and of the audit log's checkpoints; a part of the one table.
import { resolve } from 'node:path';
import { choice, integer, type Variable } from './variable.ts';

export interface AuditConfiguration {
  /** names, addresses and ranges that are not public and may be called all the same */
  readonly outgoingAllow: readonly string[];
  readonly outgoingHttp: 'on' | 'off';
  /** absolute; null: in the data directory */
  readonly auditCheckpointDirectory: string | null;
  readonly auditCheckpointMinutes: number;
}

export const AUDIT_SETTINGS = {
  outgoingAllow: {
    name: 'ASSAY_OUTGOING_ALLOW',
    description:
      'Names, addresses and ranges such as `hooks.internal, 10.1.0.0/16`, separated by commas, that webhooks may reach although they ' +
      'are not public; on any port and by http as well. Without it, a tenant reaches public addresses only.',
    parse: (value) =>
      (value ?? '')
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    default: 'none',
  },
  outgoingHttp: {
    name: 'ASSAY_OUTGOING_HTTP',
    description: 'Whether webhooks may reach public addresses by http, on the ports 80 and 8080: `on` or `off`.',
    parse: choice(['on', 'off'], 'off'),
    default: 'off',
  },
  auditCheckpointDirectory: {
    name: 'ASSAY_AUDIT_CHECKPOINT_DIR',
    description:
      'Directory for signed checkpoints of the audit log. Best on another machine or write-once storage: a checkpoint proves ' +
      'something only where who can change the database cannot change it.',
    parse: (value) => (value === undefined ? null : resolve(value)),
    default: '`audit-checkpoints` in the data directory',
  },
  auditCheckpointMinutes: {
    name: 'ASSAY_AUDIT_CHECKPOINT_MINUTES',
    description: 'Minutes between two checkpoints of the audit log; one more is written when the server stops.',
    parse: integer({ default: 60, minimum: 1, maximum: 44_640 }),
    default: '60',
  },
} as const satisfies { readonly [Key in keyof AuditConfiguration]: Variable<AuditConfiguration[Key]> };
