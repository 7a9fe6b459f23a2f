// What the commands about models, verdicts and training work on: a tenant of the installation, or the server that is running.
import { HOME_TENANT_ID } from '../database-service/index.ts';
import { type DirectAccess, onInstallation } from './installation.ts';

export interface TenantOption {
  readonly tenant?: string;
}

/** Who is named in the audit log when the command works on the database itself. */
export const OPERATOR = 'operator';

export interface TenantAccess extends DirectAccess {
  readonly tenantId: string;
}

/** A request to the running server; GET has no body. */
export type Ask = (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>;

/** The running server answers for the tenant of its bootstrap key. */
export async function onTenant<Result>(
  { tenant }: TenantOption,
  work: {
    readonly direct: (access: TenantAccess) => Promise<Result>;
    readonly running: (ask: Ask) => Promise<Result>;
  },
): Promise<Result> {
  const tenantId = tenant?.toLowerCase() ?? HOME_TENANT_ID;
  return await onInstallation({
    direct: (access) => work.direct({ ...access, tenantId }),
    running: (ask) => work.running(ask),
  });
}
