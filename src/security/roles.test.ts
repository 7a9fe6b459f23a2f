import { describe, expect, it } from 'vitest';
import { ACTIONS, type Action, actionsOf, isAllowed, isRole, mayGrant, ROLES, type Role, withinRole } from './roles.ts';
import { ROLE_MATRIX } from './testing/role-matrix.ts';

describe('roles', () => {
  it('allow exactly what the matrix says', () => {
    for (const action of ACTIONS) {
      const allowed = ROLES.filter((role) => isAllowed({ role, scopes: [], isBootstrap: false }, action));
      expect(allowed, action).toEqual(ROLE_MATRIX[action]);
    }
  });

  it('are narrowed by scopes, never widened', () => {
    const permissions = { role: 'developer', scopes: ['analyses:read', 'keys:manage'], isBootstrap: false } as const;
    expect(ACTIONS.filter((action) => isAllowed(permissions, action))).toEqual(['analyses:read', 'tokens:create']);
  });

  it('let every credential be exchanged for a token, however narrow it is', () => {
    expect(isAllowed({ role: 'service', scopes: ['metrics:read'], isBootstrap: false }, 'tokens:create')).toBe(true);
  });

  it.each(['tenants:create', 'platform:manage'] as const)('let only the bootstrap owner do %s', (action) => {
    const may = (role: Role, isBootstrap: boolean, scopes: string[] = []) =>
      isAllowed({ role, scopes, isBootstrap }, action);
    expect([may('owner', true), may('owner', false), may('admin', true)]).toEqual([true, false, false]);
    expect(may('owner', true, ['analyses:read'])).toBe(false);
  });

  it('deny what they do not know', () => {
    const unknown = { role: 'root' as Role, scopes: [], isBootstrap: true };
    expect(ACTIONS.filter((action) => isAllowed(unknown, action))).toEqual([]);
    expect(isAllowed({ role: 'owner', scopes: [], isBootstrap: true }, 'toString' as Action)).toBe(false);
    expect(isAllowed({ role: 'constructor' as Role, scopes: [], isBootstrap: false }, 'analyses:read')).toBe(false);
    expect([isRole('owner'), isRole('root')]).toEqual([true, false]);
  });
});

describe('granting', () => {
  const holder = (role: Role, scopes: readonly string[] = []) => ({ role, scopes, isBootstrap: false });

  it('goes down the order of roles, and up never', () => {
    const grantable = (role: Role) => ROLES.filter((granted) => mayGrant(holder(role), { role: granted, scopes: [] }));
    expect(grantable('owner')).toEqual(['owner', 'admin', 'reviewer', 'developer', 'service']);
    expect(grantable('admin')).toEqual(['admin', 'reviewer', 'developer', 'service']);
    expect(grantable('reviewer')).toEqual(['reviewer', 'developer', 'service']);
    // A service account reads metrics, which a developer does not.
    expect(grantable('developer')).toEqual(['developer']);
    expect(grantable('service')).toEqual(['service']);
  });

  it('never widens scopes', () => {
    const narrowed = holder('owner', ['keys:manage', 'analyses:read']);
    expect(mayGrant(narrowed, { role: 'service', scopes: ['analyses:read'] })).toBe(true);
    expect(mayGrant(narrowed, { role: 'owner', scopes: ['analyses:read', 'users:manage'] })).toBe(false);
    expect(mayGrant(narrowed, { role: 'developer', scopes: [] })).toBe(false);
    expect(mayGrant(holder('developer'), { role: 'owner', scopes: ['analyses:read'] })).toBe(true);
  });

  it('keeps a key within the role that its user has now', () => {
    const key = holder('admin');
    expect(withinRole(key, 'owner')).toBe(key);
    expect(actionsOf(withinRole(key, 'developer') ?? holder('service'))).toEqual(actionsOf(holder('developer')));
    // Scopes that are all cut away leave a key that can do nothing, not one without scopes.
    const left = (scopes: string[]) => actionsOf(withinRole(holder('admin', scopes), 'developer') ?? holder('owner'));
    expect(left(['users:manage'])).toEqual(['tokens:create']);
    expect(left(['users:manage', 'analyses:read'])).toEqual(['analyses:read', 'tokens:create']);
    expect(actionsOf(withinRole(holder('service'), 'developer') ?? holder('owner'))).not.toContain('metrics:read');
  });
});
