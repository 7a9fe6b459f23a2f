// What makes a table with UUIDv7 ids one of monthly partitions. docs/decisions/014-storage.md says why.
import { APPLICATION_ROLE, tenantTable } from './tenant-table.ts';

/** Everything that a table of tenants needs, for a table whose name is in the variable `name`. */
const dressTable = tenantTable('%1$I')
  .map((statement) => `execute format($dress$${statement}$dress$, name);`)
  .join('\n');

/** The tables that are partitioned, each by its second key column: those that are referred to first. */
const TABLES = `array['analyses', 'issues']`;

/** `time_floor(t)`: the smallest UUIDv7 of that time. */
const timeFloor = `create function time_floor(at timestamptz) returns uuid language sql immutable parallel safe
  set search_path = pg_catalog, pg_temp
  return (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid`;

/**
 * Makes the partitions of this month and the next ones that are missing. A month of which rows lie in the default partition
 * already stays there. Returns how many were made.
 */
const makePartitions = `create function make_partitions(months_ahead integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp
  as $$ declare
    parent text; name text; first timestamptz; made integer := 0;
  begin
    perform pg_advisory_xact_lock(4127301960);
    foreach parent in array ${TABLES} loop
      for ahead in 0 .. least(months_ahead, 24) loop
        first := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead)) at time zone 'UTC';
        name := parent || '_' || to_char(first at time zone 'UTC', 'YYYY_MM');
        continue when to_regclass(quote_ident(name)) is not null;
        begin
          execute format('create table %I partition of %I for values from (%L) to (%L)', name, parent,
            time_floor(first), time_floor((first at time zone 'UTC' + interval '1 month') at time zone 'UTC'));
          ${dressTable}
          made := made + 1;
        exception
          -- The rows lie in the default partition, or an older partition reaches into this month.
          when check_violation or invalid_object_definition then null;
        end;
      end loop;
    end loop;
    return made;
  end $$`;

/** Drops partitions of months that ended before this time and hold nothing; returns how many. The default partition stays. */
const dropEmptyPartitions = `create function drop_empty_partitions(before timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_temp
  as $$ declare
    parent text; part record; filled boolean; dropped integer := 0;
    past uuid := time_floor(date_trunc('month', before at time zone 'UTC') at time zone 'UTC');
  begin
    perform pg_advisory_xact_lock(4127301960);
    perform set_config('app.whole', 'on', true);
    -- What refers to others first.
    foreach parent in array (select array_agg(t order by n desc) from unnest(${TABLES}) with ordinality as u(t, n)) loop
      for part in select c.relname, pg_get_expr(c.relpartbound, c.oid) as bound from pg_inherits i
        join pg_class c on c.oid = i.inhrelid where i.inhparent = parent::regclass
      loop
        continue when part.bound = 'DEFAULT' or substring(part.bound from $q$TO \\('([0-9a-f-]{36})'\\)$q$)::uuid > past;
        execute format('select exists (select from %I)', part.relname) into filled;
        continue when filled;
        begin
          execute format('lock table %I, %I in access exclusive mode', parent, part.relname);
          execute format('select exists (select from %I)', part.relname) into filled;
          continue when filled;
          execute format('alter table %I detach partition %I', parent, part.relname);
          execute format('drop table %I', part.relname);
          dropped := dropped + 1;
        exception when lock_not_available then null;
        end;
      end loop;
    end loop;
    perform set_config('app.whole', '', true);
    return dropped;
  end $$`;

/**
 * Turns a table into a partitioned one without copying: what there is becomes the partition of all time up to the end of this
 * month. Rows with ids beyond that (clocks that ran ahead, ids that are no UUIDv7) go to the default partition.
 */
const partitionTable = `create function partition_table(parent text, key text) returns void
  language plpgsql set search_path = public, pg_temp
  as $$ declare
    before text := parent || '_before'; fallback text := parent || '_default'; name text; part record; columns text;
    indexes text[]; incoming text[]; outgoing text[]; statement text;
    ends uuid := time_floor((date_trunc('month', now() at time zone 'UTC') + interval '1 month') at time zone 'UTC');
  begin
    select coalesce(array_agg(format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))), '{}')
      into incoming from pg_constraint where confrelid = parent::regclass and contype = 'f' and conparentid = 0;
    select coalesce(array_agg(format('alter table %I add constraint %I %s', parent, conname, pg_get_constraintdef(oid))), '{}')
      into outgoing from pg_constraint where conrelid = parent::regclass and contype in ('f', 'p', 'u') and conparentid = 0;
    select coalesce(array_agg(pg_get_indexdef(indexrelid)), '{}') into indexes from pg_index
      where indrelid = parent::regclass and not exists (select from pg_constraint where conindid = indexrelid);
    for part in select conrelid::regclass as holder, conname from pg_constraint where confrelid = parent::regclass and contype = 'f' and conparentid = 0 loop
      execute format('alter table %s drop constraint %I', part.holder, part.conname);
    end loop;
    execute format('alter table %I rename to %I', parent, before);
    for part in select relname from pg_index join pg_class on oid = indexrelid where indrelid = before::regclass loop
      execute format('alter index %I rename to %I', part.relname, part.relname || '_before');
    end loop;
    execute format('create table %I (like %I including defaults including generated including constraints including storage)
      partition by range (%I)', parent, before, key);
    name := parent;
    ${dressTable}
    execute format('create table %I partition of %I default', fallback, parent);
    name := fallback;
    ${dressTable}
    execute format('alter table %I no force row level security', before);
    execute format('alter table %I no force row level security', fallback);
    select string_agg(quote_ident(attname), ', ' order by attnum) into columns from pg_attribute
      where attrelid = before::regclass and attnum > 0 and not attisdropped and attgenerated = '';
    execute format('with strays as (delete from %1$I where %2$I >= %3$L returning *)
      insert into %4$I (%5$s) select %5$s from strays', before, key, ends, fallback, columns);
    execute format('alter table %I force row level security', before);
    execute format('alter table %I force row level security', fallback);
    execute format('alter table %I attach partition %I for values from (minvalue) to (%L)', parent, before, ends);
    foreach statement in array outgoing || indexes || incoming loop
      execute statement;
    end loop;
  end $$`;

export const partitions: readonly string[] = [
  timeFloor,
  partitionTable,
  // The ones that are referred to first, so that the others' references are made anew to what they become.
  `select partition_table('analyses', 'analysis_id')`,
  `select partition_table('issues', 'analysis_id')`,
  'drop function partition_table',
  makePartitions,
  dropEmptyPartitions,
  ...['make_partitions', 'drop_empty_partitions'].flatMap((name) => [
    `revoke all on function ${name} from public`,
    `grant execute on function ${name} to ${APPLICATION_ROLE}`,
  ]),
  'select make_partitions(3)',
];
