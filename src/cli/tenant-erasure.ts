// What `assay tenant erase` does, directly or through the running server.
import { eraseTenant, findTenant, HOME_TENANT_ID } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import { onInstallation } from './installation.ts';

/** Throws AssayError when there is no such tenant or `name` is not its name. */
export async function erase(tenantId: string, name: string): Promise<void> {
  await onInstallation({
    async direct({ database }) {
      const tenant = await database.asTenant(tenantId, findTenant);
      if (tenant === null) throw new AssayError('not_found', { detail: 'There is no tenant of that id.' });
      if (tenant.name !== name) {
        throw new AssayError('invalid_request', {
          detail: 'The tenant of that id has another name; nothing was erased.',
        });
      }
      if (tenantId === HOME_TENANT_ID) {
        throw new AssayError('forbidden', { detail: 'The tenant of the installation itself cannot be erased.' });
      }
      await eraseTenant(database, tenantId);
    },
    async running(request) {
      await request('DELETE', `/api/v1/tenants/${encodeURIComponent(tenantId)}?confirm=${encodeURIComponent(name)}`);
    },
  });
}
