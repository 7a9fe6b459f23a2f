// /api/v1/users: persons and service accounts of a tenant.
import { type Static, Type } from 'typebox';
import { PageQuery } from './projects.ts';

export const ROLE_NAMES = ['owner', 'admin', 'reviewer', 'developer', 'service'] as const;

const optionalText = Type.Union([Type.String(), Type.Null()]);
const name = Type.String({ minLength: 1, maxLength: 200 });
const role = Type.Enum(ROLE_NAMES);
const kind = Type.Enum(['person', 'service'], {
  description: '`service`: a service account, which has API keys only.',
});
const state = Type.Enum(['active', 'disabled'], { description: 'A disabled user can do nothing, by no credential.' });

export const User = Type.Object({
  user_id: Type.String(),
  kind,
  email: optionalText,
  name: Type.String(),
  role,
  state,
  issuer: optionalText,
  subject: optionalText,
  has_password: Type.Boolean(),
  created_at: Type.String({ format: 'date-time' }),
  created_by: optionalText,
});
export type User = Static<typeof User>;

export const UserRequest = Type.Object(
  {
    kind: Type.Optional(kind),
    email: Type.Optional(
      Type.String({
        pattern: '^[^\\s@]{1,64}@[^\\s@]{1,255}$',
        maxLength: 320,
        description: 'Of a person; unique in the tenant, in any case of letters.',
      }),
    ),
    name,
    role,
    issuer: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'OIDC issuer, with `subject`.' })),
    subject: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Who the issuer says it is.' })),
  },
  { additionalProperties: false },
);
export type UserRequest = Static<typeof UserRequest>;

export const UserChange = Type.Object(
  { name: Type.Optional(name), role: Type.Optional(role), state: Type.Optional(state) },
  { additionalProperties: false },
);
export type UserChange = Static<typeof UserChange>;

export const UsersQuery = Type.Object(
  { ...PageQuery.properties, kind: Type.Optional(kind), state: Type.Optional(state) },
  { additionalProperties: false },
);
export type UsersQuery = Static<typeof UsersQuery>;

export const UsersPage = Type.Object({
  items: Type.Array(User),
  next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'null on the last page.' }),
});
export type UsersPage = Static<typeof UsersPage>;

export const Myself = Type.Object({
  tenant_id: Type.String(),
  user: Type.Union([User, Type.Null()], { description: 'null for an API key that belongs to no user.' }),
  role,
  actions: Type.Array(Type.String(), { description: 'Everything that this credential may do.' }),
  project: Type.Union([Type.String(), Type.Null()], { description: 'The project that the key is restricted to.' }),
  credential: Type.Object({ kind: Type.Enum(['api-key', 'session', 'token']), id: Type.String() }),
});
export type Myself = Static<typeof Myself>;
