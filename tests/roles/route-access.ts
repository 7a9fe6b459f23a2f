// What each route asks for, written by hand a second time: a route that is not here fails the test of the role matrix, and so
// does one whose `access` says something else. Add a line for a new route, in the order of the addresses.
import type { Action } from '../../src/security/index.ts';

export const ROUTE_ACCESS: Readonly<Record<string, Action | 'public'>> = {
  'GET /': 'public',
  'GET /.well-known/jwks.json': 'public',
  'GET /account': 'public',
  'GET /api/openapi.json': 'public',
  'DELETE /api/v1/analyses/{analysis_id}': 'analyses:delete',
  'GET /api/v1/analyses': 'analyses:read',
  'GET /api/v1/analyses/{analysis_id}': 'analyses:read',
  'POST /api/v1/analyze': 'analyses:create',
  'POST /api/v1/analyze/batch': 'analyses:create',
  'GET /api/v1/api-keys': 'keys:own',
  'POST /api/v1/api-keys': 'keys:own',
  'DELETE /api/v1/api-keys/{api_key_id}': 'keys:own',
  'GET /api/v1/api-keys/{api_key_id}': 'keys:own',
  'POST /api/v1/api-keys/{api_key_id}/rotate': 'keys:own',
  'GET /api/v1/audit-log': 'audit:read',
  'POST /api/v1/feedback': 'feedback:create',
  'GET /api/v1/model/status': 'model:read',
  'POST /api/v1/passwords': 'public',
  'POST /api/v1/platform/master-key-rotations': 'platform:manage',
  'GET /api/v1/preferences': 'preferences:read',
  'GET /api/v1/projects': 'projects:read',
  'POST /api/v1/projects': 'projects:manage',
  'DELETE /api/v1/projects/{project_id}': 'projects:manage',
  'GET /api/v1/projects/{project_id}': 'projects:read',
  'PATCH /api/v1/projects/{project_id}': 'projects:manage',
  'GET /api/v1/sessions': 'account:own',
  'POST /api/v1/sessions': 'public',
  'DELETE /api/v1/sessions/current': 'account:own',
  'GET /api/v1/sessions/current': 'account:own',
  'DELETE /api/v1/sessions/{session_id}': 'account:own',
  'POST /api/v1/signing-keys': 'signing-keys:rotate',
  'POST /api/v1/tenants': 'tenants:create',
  'DELETE /api/v1/tenants/{tenant_id}': 'tenant:erase',
  'POST /api/v1/tenants/{tenant_id}/key-rotations': 'tenant:manage',
  'POST /api/v1/tokens': 'tokens:create',
  'GET /api/v1/users': 'users:read',
  'POST /api/v1/users': 'users:manage',
  'GET /api/v1/users/me': 'account:own',
  'POST /api/v1/users/me/password': 'account:own',
  'DELETE /api/v1/users/{user_id}': 'users:manage',
  'GET /api/v1/users/{user_id}': 'users:read',
  'PATCH /api/v1/users/{user_id}': 'users:manage',
  'POST /api/v1/users/{user_id}/password-token': 'users:manage',
  'GET /livez': 'public',
  'GET /login': 'public',
  'GET /metrics': 'public',
  'GET /problems/{code}': 'public',
  'GET /readyz': 'public',
  'GET /rules/{rule_id}': 'public',
};

/** Actions of the platform's owner, whose bootstrap key alone may do them. */
export const PLATFORM_ACTIONS: readonly string[] = ['tenants:create', 'signing-keys:rotate', 'platform:manage'];

/** Routes that also answer keys that are restricted to a project. */
export const PROJECT_KEY_ROUTES: readonly string[] = [
  'POST /api/v1/analyze',
  'POST /api/v1/analyze/batch',
  'GET /api/v1/model/status',
  'GET /api/v1/users/me',
];
