// /api/v1/projects: list, make, look at, change and delete projects.
import { Type } from 'typebox';
import { PageQuery, Project, ProjectChange, ProjectRequest, ProjectsPage } from '../../contract/index.ts';
import {
  appendAuditEvent,
  changeProject,
  createProject,
  type Database,
  deleteProject,
  findProject,
  listProjects,
  type ProjectRecord,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { Revocations } from '../revocations.ts';

export interface ProjectDependencies {
  readonly database: Database;
  readonly revocations: Revocations;
}

const Parameters = Type.Object({ project_id: Type.String({ maxLength: 100 }) });

export function projectEndpoints(dependencies: ProjectDependencies): Endpoint[] {
  const { database } = dependencies;
  return [...readEndpoints(database), createEndpoint(database), changeEndpoint(database), deleteEndpoint(dependencies)];
}

function readEndpoints(database: Database): Endpoint[] {
  const shared = { method: 'GET', tag: 'projects', access: 'projects:read' } as const;
  return [
    defineEndpoint(
      {
        ...shared,
        path: '/api/v1/projects',
        operationId: 'listProjects',
        summary: 'Projects, newest first.',
        query: PageQuery,
        answers: { 200: json('One page.', ProjectsPage) },
      },
      async ({ query, caller }) => {
        const page = await database.asTenant(caller.tenantId, (tx) => listProjects(tx, query));
        const body: ProjectsPage = { items: page.projects.map(toProject), next_cursor: page.nextCursor };
        return { status: 200, body };
      },
    ),
    defineEndpoint(
      {
        ...shared,
        path: '/api/v1/projects/:project_id',
        operationId: 'getProject',
        summary: 'One project.',
        parameters: Parameters,
        answers: { 200: json('The project.', Project) },
      },
      async ({ parameters, caller }) => {
        const found = await database.asTenant(caller.tenantId, (tx) => findProject(tx, parameters.project_id));
        return { status: 200, body: toProject(existing(found)) };
      },
    ),
  ];
}

function createEndpoint(database: Database): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/projects',
      operationId: 'createProject',
      tag: 'projects',
      summary: 'Make a project.',
      access: 'projects:manage',
      body: ProjectRequest,
      answers: { 201: json('The new project.', Project) },
    },
    async ({ body: { slug, name, description = '' }, caller }) => {
      const project = await database.asTenant(caller.tenantId, async (tx) => {
        const made = await createProject(tx, { slug, name, description, createdBy: caller.actor });
        if (made === null) throw new AssayError('already_exists', { detail: 'A project has this slug already.' });
        await appendAuditEvent(tx, {
          action: 'project.created',
          actor: caller.actor,
          target: made.id,
          details: { slug },
        });
        return made;
      });
      return { status: 201, body: toProject(project), headers: { location: `/api/v1/projects/${project.id}` } };
    },
  );
}

function changeEndpoint(database: Database): Endpoint {
  return defineEndpoint(
    {
      method: 'PATCH',
      path: '/api/v1/projects/:project_id',
      operationId: 'changeProject',
      tag: 'projects',
      summary: 'Change the name or description of a project.',
      access: 'projects:manage',
      parameters: Parameters,
      body: ProjectChange,
      answers: { 200: json('The project as changed.', Project) },
    },
    async ({ parameters, body, caller }) => {
      const project = await database.asTenant(caller.tenantId, async (tx) => {
        const changed = existing(await changeProject(tx, parameters.project_id, body));
        const event = { action: 'project.changed', actor: caller.actor, target: changed.id };
        await appendAuditEvent(tx, { ...event, details: {} });
        return changed;
      });
      return { status: 200, body: toProject(project) };
    },
  );
}

function deleteEndpoint({ database, revocations }: ProjectDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'DELETE',
      path: '/api/v1/projects/:project_id',
      operationId: 'deleteProject',
      tag: 'projects',
      summary: 'Delete a project and the API keys that are restricted to it.',
      description: 'Analyses that name it stay.',
      access: 'projects:manage',
      parameters: Parameters,
      answers: { 204: { description: 'Deleted.' } },
    },
    async ({ parameters, caller }) => {
      await database.asTenant(caller.tenantId, async (tx) => {
        const project = existing(await findProject(tx, parameters.project_id));
        await deleteProject(tx, project.id);
        const event = { action: 'project.deleted', actor: caller.actor, target: project.id };
        await appendAuditEvent(tx, { ...event, details: { slug: project.slug } });
      });
      revocations.announce(caller.tenantId);
      return { status: 204, body: null };
    },
  );
}

function toProject({ id, slug, name, description, createdAt, createdBy }: ProjectRecord): Project {
  const created = { created_at: createdAt.toISOString(), created_by: createdBy };
  return { project_id: id, slug, name, description, ...created };
}

function existing(record: ProjectRecord | null): ProjectRecord {
  if (record === null) throw new AssayError('not_found', { detail: 'There is no project of that id.' });
  return record;
}
