// POST /api/v1/platform/master-key-rotations: for a server that is running, what `assay keys rotate --master` does.
import { MasterKeyRotationResponse } from '../../contract/index.ts';
import type { Database } from '../../database-service/index.ts';
import type { OperatorKeys } from '../../security/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { rotateMasterKey } from '../tenants/master-key-rotation.ts';

export function rotateMasterKeyEndpoint(database: Database, keys: OperatorKeys): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/platform/master-key-rotations',
      operationId: 'rotateMasterKey',
      tag: 'administration',
      summary: "Wrap every tenant's data keys under a new master key, and destroy the old one.",
      description:
        'Only the bootstrap key, the owner of the platform, may do this. May be repeated after a failure: it goes on where it ' +
        'was.',
      access: 'platform:manage',
      answers: { 200: json('The new master key is in use, the old one is gone.', MasterKeyRotationResponse) },
    },
    async ({ caller }) => {
      const body: MasterKeyRotationResponse = await rotateMasterKey(database, keys, caller.actor);
      return { status: 200, body };
    },
  );
}
