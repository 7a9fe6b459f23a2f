// The application's own login on a server, beside the owner of the tables: let in by the owner, refused when it may too much.
import type { ClientBase, Pool } from 'pg';
import { AssayError } from '../errors.ts';
import { APPLICATION_ROLE } from './migrations/tenant-table.ts';

interface Login {
  readonly name: string;
  readonly powerful: boolean;
  readonly owns: boolean;
  readonly creates: boolean;
  readonly member: boolean;
}

/**
 * Makes sure that the login of the pool may enter the application's role and nothing more. Throws AssayError
 * `invalid_configuration` that says what it may too much, or what it lacks.
 */
export async function admitLogin(pool: Pool, owner: ClientBase): Promise<void> {
  const login = await describeLogin(pool);
  const tooMuch = [
    [login.powerful, 'is a superuser, may bypass row-level security or may make roles'],
    [login.owns, 'owns tables of its database'],
    [login.creates, 'may create tables in its database'],
  ] as const;
  for (const [holds, what] of tooMuch) {
    if (!holds) continue;
    throw new AssayError('invalid_configuration', {
      detail: `ASSAY_DATABASE_OWNER_URL is set, but the login of DATABASE_URL ${what}: give it a login without rights of its own.`,
    });
  }
  if (login.member) return;
  try {
    await owner.query(`grant ${APPLICATION_ROLE} to "${login.name.replaceAll('"', '""')}"`);
  } catch (error) {
    throw new AssayError('invalid_configuration', {
      detail:
        `The login of ASSAY_DATABASE_OWNER_URL may not let the login of DATABASE_URL in. As a superuser, run: ` +
        `GRANT ${APPLICATION_ROLE} TO the user of DATABASE_URL.`,
      cause: error,
    });
  }
}

async function describeLogin(pool: Pool): Promise<Login> {
  const { rows } = await pool.query<Login>(`
    select rolname as name, rolsuper or rolbypassrls or rolcreaterole as powerful,
      exists (select from pg_class where relowner = r.oid and relnamespace = 'public'::regnamespace) as owns,
      has_schema_privilege('public', 'create') or has_database_privilege(current_database(), 'create') as creates,
      pg_has_role('${APPLICATION_ROLE}', 'member') as member
    from pg_roles r where rolname = current_user`);
  const [login] = rows;
  if (login === undefined) throw new Error('The server does not know who is logged in.');
  return login;
}
