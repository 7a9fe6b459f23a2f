// What is known of a rule, a place and a repository by the verdicts on them: a row for each verdict, as of after it. The newest row of
// each is what serving sees, the newest before a verdict what training may see. Feast reads the same views (deploy/feast).
import { APPLICATION_ROLE } from './tenant-table.ts';

interface Entity {
  readonly view: string;
  /** what it counts by beside tenant and rule */
  readonly key: 'folder' | 'repository' | null;
  readonly prefix: string;
  readonly more: string;
}

const ENTITIES: readonly Entity[] = [
  { view: 'feature_rules', key: null, prefix: 'rule', more: ', count(distinct voter) as rule_voters' },
  { view: 'feature_places', key: 'folder', prefix: 'place', more: '' },
  { view: 'feature_repositories', key: 'repository', prefix: 'repository', more: '' },
];

/**
 * The newest row counts what is in force now, so that a verdict that was taken back counts no more from then on; rows
 * before it count what was in force when they came about.
 */
function viewOf({ view, key, prefix, more }: Entity): string {
  const same = (one: string, other: string) =>
    [
      `${one}.tenant_id = ${other}.tenant_id`,
      `${one}.rule = ${other}.rule`,
      ...(key === null ? [] : [`${one}.${key} = ${other}.${key}`]),
    ].join(' and ');
  return `create view ${view} with (security_invoker = true) as
    select event.tenant_id, event.rule, ${key === null ? '' : `event.${key}, `}event.version, event.judged_at, known.*
    from ranking_examples as event, lateral (
      select count(*) as ${prefix}_votes, count(*) filter (where is_true) as ${prefix}_true${more}
      from ranking_examples as earlier
      where ${same('earlier', 'event')} and earlier.version <= event.version
        and (earlier.valid_until is null or (earlier.valid_until > event.version
          and exists (select from ranking_examples as newer where ${same('newer', 'event')} and newer.version > event.version)))
    ) as known`;
}

export const featureStore = [
  ...ENTITIES.map(viewOf),
  ...ENTITIES.map(({ view }) => `grant select on ${view} to ${APPLICATION_ROLE}`),
] as const satisfies readonly string[];
