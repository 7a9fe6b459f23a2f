// Checks of a tenant's keys and users.
import type { KeyFacts, UserFacts } from '../../database-service/index.ts';
import { aboutSubjects, type CheckResult } from './check.ts';

const DAY_MS = 86_400_000;
/** what NIST and most auditors take for "not needed any more" */
const IDLE_DAYS = 90;
const NEVER_USED_DAYS = 30;
const OLD_DAYS = 365;
const MANY_OWNERS = 5;

export function keyChecks(keys: readonly KeyFacts[], now: Date): CheckResult[] {
  return [...keyUseChecks(keys, now), ...keyRightsChecks(keys, now)];
}

const olderBy = (now: Date) => (date: Date, days: number) => now.getTime() - date.getTime() > days * DAY_MS;

function keyUseChecks(keys: readonly KeyFacts[], now: Date): CheckResult[] {
  const olderThan = olderBy(now);
  const ids = (which: (key: KeyFacts) => boolean) => keys.filter(which).map(({ id }) => id);
  const area = 'keys';
  return [
    aboutSubjects(
      'keys-of-disabled-users',
      ids((key) => key.ofDisabledUser),
      {
        area,
        severity: 'medium',
        finding: 'Keys of disabled users are still there; they do nothing until somebody enables the user again.',
        advice: 'Revoke them.',
      },
    ),
    aboutSubjects(
      'keys-never-used',
      ids((key) => key.lastUsedAt === null && olderThan(key.createdAt, NEVER_USED_DAYS)),
      {
        area,
        severity: 'medium',
        finding: `Keys were made more than ${NEVER_USED_DAYS} days ago and never used.`,
        advice: 'Revoke them: a key that nobody uses can only be stolen.',
      },
    ),
    aboutSubjects(
      'keys-idle',
      ids(({ lastUsedAt }) => lastUsedAt !== null && olderThan(lastUsedAt, IDLE_DAYS)),
      {
        area,
        severity: 'low',
        finding: `Keys have not been used for more than ${IDLE_DAYS} days.`,
        advice: 'Ask their owners, and revoke what is not needed any more.',
      },
    ),
    aboutSubjects(
      'keys-old',
      ids((key) => olderThan(key.createdAt, OLD_DAYS)),
      {
        area,
        severity: 'low',
        finding: 'Keys are more than a year old.',
        advice: 'Rotate them: make a new one, move its user over, revoke the old one.',
      },
    ),
  ];
}

function keyRightsChecks(keys: readonly KeyFacts[], now: Date): CheckResult[] {
  const olderThan = olderBy(now);
  const ids = (which: (key: KeyFacts) => boolean) => keys.filter(which).map(({ id }) => id);
  const area = 'keys';
  const powerful = ({ role }: KeyFacts) => role === 'owner' || role === 'admin';
  return [
    aboutSubjects(
      'keys-never-expire',
      ids((key) => key.expiresAt === null && !key.isBootstrap && powerful(key)),
      {
        area,
        severity: 'medium',
        finding: 'Keys of owners or admins never expire.',
        advice: 'Replace them by keys with an expiry.',
      },
    ),
    aboutSubjects(
      'keys-unscoped',
      ids((key) => !key.isScoped && !key.isBootstrap && powerful(key)),
      {
        area,
        severity: 'low',
        finding: 'Keys of owners or admins may do everything that their role may.',
        advice: 'Narrow keys of programs to the actions they need, by `scopes`.',
      },
    ),
    aboutSubjects(
      'bootstrap-key-in-use',
      ids(({ isBootstrap, lastUsedAt }) => isBootstrap && lastUsedAt !== null && !olderThan(lastUsedAt, 7)),
      {
        area,
        severity: 'low',
        finding: 'The bootstrap key, which may do everything on the platform, was used within the last week.',
        advice: 'Make keys or users for daily work, and keep the bootstrap key for emergencies.',
      },
    ),
  ];
}

export function roleChecks(users: readonly UserFacts[], keys: readonly KeyFacts[], now: Date): CheckResult[] {
  const area = 'roles';
  const owners = users.filter(({ role, kind }) => role === 'owner' && kind === 'person').map(({ id }) => id);
  const ownerKeys = keys.filter(({ role }) => role === 'owner');
  const idle = users.filter(
    ({ createdAt, lastActiveAt }) => now.getTime() - (lastActiveAt ?? createdAt).getTime() > IDLE_DAYS * DAY_MS,
  );
  const ids = idle.map(({ id }) => id);
  return [
    aboutSubjects('owners-none', users.length > 0 && owners.length === 0 && ownerKeys.length === 0 ? ['owner'] : [], {
      area,
      severity: 'high',
      finding: 'There are users, but no active person and no key is an owner.',
      advice: 'Make a trusted person an owner with the bootstrap key, or nobody can manage the tenant.',
    }),
    aboutSubjects('owners-one', owners.length === 1 ? owners : [], {
      area,
      severity: 'info',
      finding: 'One person alone is an owner.',
      advice: 'Have two, so that the tenant is not locked out when one of them is away.',
    }),
    aboutSubjects('owners-many', owners.length > MANY_OWNERS ? owners : [], {
      area,
      severity: 'low',
      finding: `More than ${MANY_OWNERS} persons are owners.`,
      advice: 'Give those who manage users and keys the role admin, and the others less.',
    }),
    aboutSubjects('accounts-idle', ids, {
      area,
      severity: 'low',
      finding: `Active accounts did nothing for more than ${IDLE_DAYS} days.`,
      advice: 'Disable accounts of people who left, and service accounts that nothing uses.',
    }),
  ];
}
