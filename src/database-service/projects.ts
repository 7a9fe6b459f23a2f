// Projects of a tenant: what analyses name in `context.project`, and what an API key can be restricted to.
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { TenantTransaction } from './database.ts';
import { isUuid, storableText } from './storable.ts';

export interface NewProject {
  /** unique in the tenant; what analyses name */
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly createdBy: string | null;
}

export interface ProjectRecord extends NewProject {
  readonly id: string;
  readonly createdAt: Date;
}

export interface ProjectPage {
  readonly projects: readonly ProjectRecord[];
  readonly nextCursor: string | null;
}

export type ProjectChanges = Partial<Pick<NewProject, 'name' | 'description'>>;

const COLUMNS = [
  'project_id as id',
  'slug',
  'name',
  'description',
  'created_at as createdAt',
  'created_by as createdBy',
] as const;
const DEFAULT_LIMIT = 100;

/** The new project, or null when the tenant has one of this slug already. */
export async function createProject(tx: TenantTransaction, project: NewProject): Promise<ProjectRecord | null> {
  const row = await tx
    .insertInto('projects')
    .values({
      project_id: uuidv7(),
      slug: storableText(project.slug),
      name: storableText(project.name),
      description: storableText(project.description),
      created_by: project.createdBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ?? null;
}

/** The project, or null when the tenant has none of this id. */
export async function findProject(tx: TenantTransaction, id: string): Promise<ProjectRecord | null> {
  if (!isUuid(id)) return null;
  const row = await tx.selectFrom('projects').select(COLUMNS).where('project_id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** A page of projects, newest first. Throws AssayError `invalid_request` for a cursor that no list gave out. */
export async function listProjects(
  tx: TenantTransaction,
  page: { readonly limit?: number; readonly cursor?: string },
): Promise<ProjectPage> {
  const limit = page.limit ?? DEFAULT_LIMIT;
  let query = tx.selectFrom('projects').select(COLUMNS).orderBy('created_at', 'desc').orderBy('project_id', 'desc');
  if (page.cursor !== undefined) {
    const place = decodeCursor(page.cursor);
    query = query.where(sql<boolean>`(created_at, project_id) < (${place.createdAt}, ${place.id})`);
  }
  const rows = await query.limit(limit + 1).execute();
  const projects = rows.slice(0, limit);
  const last = projects.at(-1);
  return { projects, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last) : null };
}

/** The project as changed, or null when the tenant has none of this id. Its slug stays: analyses carry it. */
export async function changeProject(
  tx: TenantTransaction,
  id: string,
  { name, description }: ProjectChanges,
): Promise<ProjectRecord | null> {
  if (!isUuid(id)) return null;
  if (name === undefined && description === undefined) return await findProject(tx, id);
  const row = await tx
    .updateTable('projects')
    .set({
      ...(name !== undefined && { name: storableText(name) }),
      ...(description !== undefined && { description: storableText(description) }),
    })
    .where('project_id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ?? null;
}

/** Deletes the project and the keys that are restricted to it; false when the tenant has none of this id. */
export async function deleteProject(tx: TenantTransaction, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const result = await tx.deleteFrom('projects').where('project_id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
