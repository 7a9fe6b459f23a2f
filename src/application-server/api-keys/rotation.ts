// POST /api/v1/api-keys/{api_key_id}/rotate: a new key in the place of an old one, which goes on working for a while.
import { NewApiKeyAnswer, RotationRequest } from '../../contract/index.ts';
import { type ApiKeyRecord, appendAuditEvent, replaceApiKey } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { ApiKeyEnvironment } from '../../security/index.ts';
import { type Caller, defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { requireGrant } from '../users/grants.ts';
import { type ApiKeyDependencies, ApiKeyParameters } from './endpoints.ts';
import { issueKey } from './issuing.ts';
import { requireRightToEnd, visibleKey } from './ownership.ts';
import { toApiKey } from './presentation.ts';

const DEFAULT_OVERLAP_SECONDS = 86_400;

export function rotateEndpoint({ database, pepper, region, revocations }: ApiKeyDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/api-keys/:api_key_id/rotate',
      operationId: 'rotateApiKey',
      tag: 'api-keys',
      summary: 'Make a key with the same rights; the old one ends after an overlap.',
      description:
        'A key that expires is followed by one that lives as long again, but never longer than the key that asks for it.',
      access: 'keys:own',
      parameters: ApiKeyParameters,
      body: RotationRequest,
      answers: { 201: json('The new key, shown this once.', NewApiKeyAnswer) },
    },
    async ({ parameters, body: { overlap_seconds = DEFAULT_OVERLAP_SECONDS }, caller }) => {
      const endsAt = new Date(Date.now() + overlap_seconds * 1000);
      const { key, record } = await database.asTenant(caller.tenantId, async (tx) => {
        const old = await visibleKey(tx, caller, parameters.api_key_id);
        requireInForce(old);
        requireRightToEnd(caller, old);
        // Also for one's own: a narrowed key must not turn into a wide one by rotating that.
        requireGrant(caller, old);
        const issued = await issueKey(tx, { pepper, region }, environmentOf(old.prefix), {
          ...old,
          ...follow(old, caller),
        });
        await replaceApiKey(tx, old.id, issued.record.id, endsAt);
        await appendAuditEvent(tx, {
          action: 'api-key.rotated',
          actor: caller.actor,
          target: old.id,
          details: { successor: issued.record.id, old_ends_at: endsAt.toISOString() },
        });
        return issued;
      });
      revocations.announce(caller.tenantId);
      const answer: NewApiKeyAnswer = { key, api_key: toApiKey(record) };
      return { status: 201, body: answer, headers: { 'cache-control': 'no-store' } };
    },
  );
}

function requireInForce({ revokedAt, expiresAt }: ApiKeyRecord): void {
  const ended = revokedAt !== null || (expiresAt !== null && expiresAt.getTime() <= Date.now());
  if (ended) throw new AssayError('not_found', { detail: 'There is no API key in force of that id.' });
}

/** Who made the successor, and how long it lives. */
function follow({ createdAt, expiresAt }: ApiKeyRecord, { actor, credential }: Caller) {
  const lifetime = expiresAt === null ? null : expiresAt.getTime() - createdAt.getTime();
  const ends = [
    ...(lifetime === null ? [] : [Date.now() + lifetime]),
    ...(credential.expiresAt ? [credential.expiresAt.getTime()] : []),
  ];
  return { createdBy: actor, expiresAt: ends.length === 0 ? null : new Date(Math.min(...ends)) };
}

function environmentOf(prefix: string): ApiKeyEnvironment {
  return prefix.startsWith('asy_test_') ? 'test' : 'live';
}
