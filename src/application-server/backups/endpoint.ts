// POST /api/v1/platform/backups: a backup of the embedded database while its server runs.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupRequest, BackupResponse } from '../../contract/index.ts';
import { appendAuditEvent, type Database } from '../../database-service/index.ts';
import type { BackupSecret, OperatorKeys } from '../../security/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { backupName, writeBackup } from './backup-file.ts';

export function backupEndpoint(database: Database, keys: OperatorKeys, dataDirectory: string): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/platform/backups',
      operationId: 'createBackup',
      tag: 'administration',
      summary: 'Write a sealed backup of everything into the data directory; nobody has to wait meanwhile.',
      description:
        'Only the bootstrap key, the owner of the platform, may do this. The answer comes when the backup is whole.',
      access: 'platform:manage',
      body: BackupRequest,
      answers: { 201: json('The backup is there.', BackupResponse) },
    },
    async ({ body, caller }) => {
      const folder = join(dataDirectory, 'backups');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = backupName();
      const keysSecret = body.operator_keys ?? null;
      const report = await writeBackup(database, join(folder, file), {
        secret: toSecret(body.secret),
        keys: keysSecret === null ? null : { directory: keys.directory, secret: toSecret(keysSecret) },
      });
      const details = { kind: 'backup', with_operator_keys: report.withKeys };
      await database.asTenant(caller.tenantId, (tx) =>
        appendAuditEvent(tx, { action: 'data.exported', actor: caller.actor, target: null, details }),
      );
      const answer: BackupResponse = {
        file,
        bytes: report.bytes,
        created_at: report.createdAt,
        with_operator_keys: report.withKeys,
        tables: report.tables.map((table) => ({ ...table })),
      };
      return { status: 201, body: answer };
    },
  );
}

function toSecret(secret: BackupRequest['secret']): BackupSecret {
  if ('key' in secret) return { kind: 'key', key: Buffer.from(secret.key, 'base64') };
  return { kind: 'passphrase', passphrase: secret.passphrase };
}
