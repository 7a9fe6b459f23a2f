// GET /api/v1/users, /api/v1/users/{user_id} and /api/v1/users/me.
import { Type } from 'typebox';
import { Myself, User, UsersPage, UsersQuery } from '../../contract/index.ts';
import { type Database, findUser, listUsers } from '../../database-service/index.ts';
import { actionsOf } from '../../security/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { existingUser, toUser } from './presentation.ts';

export const UserParameters = Type.Object({ user_id: Type.String({ maxLength: 100 }) });

export function readUserEndpoints(database: Database): Endpoint[] {
  const shared = { method: 'GET', tag: 'users' } as const;
  return [
    defineEndpoint(
      {
        ...shared,
        path: '/api/v1/users',
        operationId: 'listUsers',
        summary: 'Persons and service accounts, newest first.',
        access: 'users:read',
        query: UsersQuery,
        answers: { 200: json('One page.', UsersPage) },
      },
      async ({ query, caller }) => {
        const page = await database.asTenant(caller.tenantId, (tx) => listUsers(tx, query));
        const body: UsersPage = { items: page.users.map(toUser), next_cursor: page.nextCursor };
        return { status: 200, body };
      },
    ),
    defineEndpoint(
      {
        ...shared,
        path: '/api/v1/users/:user_id',
        operationId: 'getUser',
        summary: 'One person or service account.',
        access: 'users:read',
        parameters: UserParameters,
        answers: { 200: json('The user.', User) },
      },
      async ({ parameters, caller }) => {
        const found = await database.asTenant(caller.tenantId, (tx) => findUser(tx, parameters.user_id));
        return { status: 200, body: toUser(existingUser(found)) };
      },
    ),
    myselfEndpoint(database),
  ];
}

function myselfEndpoint(database: Database): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/users/me',
      operationId: 'getMyself',
      tag: 'users',
      summary: 'Who asks, and what they may do.',
      access: 'account:own',
      projectKeys: true,
      answers: { 200: json('The user behind the credential, and its permissions.', Myself) },
    },
    async ({ caller }) => {
      const { tenantId, userId, permissions, credential, project } = caller;
      const user = userId === null ? null : await database.asTenant(tenantId, (tx) => findUser(tx, userId));
      const body: Myself = {
        tenant_id: tenantId,
        user: user === null ? null : toUser(user),
        role: permissions.role,
        actions: actionsOf(permissions),
        project: project?.slug ?? null,
        credential: { kind: credential.kind, id: credential.id },
      };
      return { status: 200, body };
    },
  );
}
