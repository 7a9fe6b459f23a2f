// /api/v1/api-keys: keys are shown once, when they are made; afterwards only their beginning.
import { type Static, Type } from 'typebox';
import { PageQuery } from './projects.ts';
import { Quota } from './quotas.ts';
import { ROLE_NAMES } from './users.ts';

const optionalText = Type.Union([Type.String(), Type.Null()]);
const optionalTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);

export const ApiKey = Type.Object({
  api_key_id: Type.String(),
  prefix: Type.String({ description: 'How the key begins, to tell keys apart.' }),
  name: Type.String(),
  role: Type.Enum(ROLE_NAMES),
  scopes: Type.Array(Type.String(), { description: 'The actions that it is narrowed to; empty: all of its role.' }),
  user_id: optionalText,
  project_id: optionalText,
  is_bootstrap: Type.Boolean(),
  created_at: Type.String({ format: 'date-time' }),
  created_by: optionalText,
  expires_at: optionalTime,
  revoked_at: optionalTime,
  last_used_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description: 'To the minute.' }),
  replaced_by: optionalText,
  quota: Quota,
});
export type ApiKey = Static<typeof ApiKey>;

export const ApiKeyRequest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    role: Type.Optional(
      Type.Enum(ROLE_NAMES, {
        description: 'Never more than its maker may do; default: the role of `user_id`, or of the caller.',
      }),
    ),
    scopes: Type.Optional(
      Type.Array(Type.String({ maxLength: 50 }), {
        minItems: 1,
        maxItems: 50,
        uniqueItems: true,
        description: 'Narrows the key to these actions of its role.',
      }),
    ),
    expires_at: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339; default: never.' })),
    user_id: Type.Optional(
      Type.String({ maxLength: 100, description: 'A service account to make the key for; default: the caller.' }),
    ),
    project_id: Type.Optional(Type.String({ maxLength: 100, description: 'Restricts the key to one project.' })),
    environment: Type.Optional(Type.Enum(['live', 'test'], { description: 'Only how the key begins.' })),
  },
  { additionalProperties: false },
);
export type ApiKeyRequest = Static<typeof ApiKeyRequest>;

export const NewApiKeyAnswer = Type.Object({
  key: Type.String({ description: 'The key itself, shown this once.' }),
  api_key: ApiKey,
});
export type NewApiKeyAnswer = Static<typeof NewApiKeyAnswer>;

export const RotationRequest = Type.Object(
  {
    overlap_seconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 604_800,
        default: 86_400,
        description: 'How long the old key goes on working; at most a week.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type RotationRequest = Static<typeof RotationRequest>;

export const ApiKeysQuery = Type.Object(
  {
    ...PageQuery.properties,
    user_id: Type.Optional(Type.String({ maxLength: 100 })),
    ended: Type.Optional(Type.Enum(['include'], { description: 'Also revoked and expired keys.' })),
  },
  { additionalProperties: false },
);
export type ApiKeysQuery = Static<typeof ApiKeysQuery>;

export const ApiKeysPage = Type.Object({
  items: Type.Array(ApiKey),
  next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'null on the last page.' }),
});
export type ApiKeysPage = Static<typeof ApiKeysPage>;
