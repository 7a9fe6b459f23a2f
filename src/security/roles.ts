// Who may do what: one table, default deny. A route names its action; nothing else decides.

export const ROLES = ['owner', 'admin', 'reviewer', 'developer', 'service'] as const;
export type Role = (typeof ROLES)[number];

export const ACTIONS = [
  'analyses:create',
  'analyses:read',
  'analyses:delete',
  'feedback:create',
  'feedback:dismiss-high',
  'model:read',
  'model:manage',
  'metrics:read',
  'rules:read',
  'rules:manage',
  'preferences:read',
  'preferences:own',
  'preferences:manage',
  'projects:read',
  'projects:manage',
  'account:own',
  'users:read',
  'users:manage',
  'keys:own',
  'keys:manage',
  'audit:read',
  'webhooks:manage',
  'tenant:manage',
  'tenant:erase',
  'tenants:create',
  'signing-keys:rotate',
  'tokens:create',
  'platform:manage',
] as const;
export type Action = (typeof ACTIONS)[number];

const DEVELOPER = [
  'analyses:create',
  'analyses:read',
  'feedback:create',
  'model:read',
  'rules:read',
  'preferences:read',
  'preferences:own',
  'projects:read',
  'account:own',
  'keys:own',
] as const;
const REVIEWER = [...DEVELOPER, 'feedback:dismiss-high', 'metrics:read', 'users:read'] as const;
const ADMIN = [
  ...REVIEWER,
  'analyses:delete',
  'rules:manage',
  'model:manage',
  'preferences:manage',
  'projects:manage',
  'users:manage',
  'keys:manage',
  'audit:read',
  'webhooks:manage',
  'tenant:manage',
] as const;
// CI: analyses and reports, teaches nothing
const SERVICE = [
  'analyses:create',
  'analyses:read',
  'model:read',
  'rules:read',
  'metrics:read',
  'preferences:read',
  'projects:read',
] as const;

/** These are in no row: they need the bootstrap key, which is the platform's owner. */
const PLATFORM: ReadonlySet<Action> = new Set<Action>(['tenants:create', 'signing-keys:rotate', 'platform:manage']);

const ALLOWED: ReadonlyMap<Role, ReadonlySet<Action>> = new Map([
  ['owner', new Set<Action>([...ADMIN, 'tenant:erase'])],
  ['admin', new Set<Action>(ADMIN)],
  ['reviewer', new Set<Action>(REVIEWER)],
  ['developer', new Set<Action>(DEVELOPER)],
  ['service', new Set<Action>(SERVICE)],
]);

/** What the caller may do: the role, the scopes that a key was narrowed to (empty: not narrowed), and whether it is the bootstrap key. */
export interface Permissions {
  readonly role: Role;
  readonly scopes: readonly string[];
  readonly isBootstrap: boolean;
}

/** Whether these permissions include the action. Unknown roles and actions are denied. */
export function isAllowed(permissions: Permissions, action: Action): boolean {
  const narrowed = permissions.scopes.length > 0 && !permissions.scopes.includes(action);
  // A token gives nothing that its credential did not have: every role may exchange, however narrowed.
  if (action === 'tokens:create') return isRole(permissions.role);
  if (narrowed) return false;
  if (PLATFORM.has(action)) return permissions.isBootstrap && permissions.role === 'owner';
  return ALLOWED.get(permissions.role)?.has(action) ?? false;
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

export function isAction(text: string): text is Action {
  return (ACTIONS as readonly string[]).includes(text);
}

/** Everything that these permissions include. */
export function actionsOf(permissions: Permissions): Action[] {
  return ACTIONS.filter((action) => isAllowed(permissions, action));
}

/** Whether the holder may hand these permissions out, or take them away: nobody grants more than they hold. */
export function mayGrant(holder: Permissions, granted: Omit<Permissions, 'isBootstrap'>): boolean {
  return actionsOf({ ...granted, isBootstrap: false }).every((action) => isAllowed(holder, action));
}

/**
 * The permissions of a key within the role of its user: what both include. Null when that is nothing, so that a key
 * whose scopes are all cut away does not turn into one that has none.
 */
export function withinRole(key: Permissions, role: Role): Permissions | null {
  const user = { role, scopes: [], isBootstrap: false };
  if (mayGrant(user, key)) return key;
  const actions = actionsOf(key).filter((action) => isAllowed(user, action));
  return actions.length === 0 ? null : { role, scopes: actions, isBootstrap: false };
}
