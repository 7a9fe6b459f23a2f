// /api/v1/sessions and /api/v1/passwords: how persons log in with a browser, and how their passwords are set.
import { type Static, Type } from 'typebox';
import { User } from './users.ts';

const password = Type.String({ minLength: 1, maxLength: 1000 });

export const LoginRequest = Type.Object(
  {
    email: Type.String({ minLength: 1, maxLength: 320 }),
    password,
    tenant_id: Type.Optional(Type.String({ maxLength: 100, description: 'Default: the home tenant.' })),
  },
  { additionalProperties: false },
);
export type LoginRequest = Static<typeof LoginRequest>;

export const Session = Type.Object({
  session_id: Type.String(),
  current: Type.Boolean(),
  user_agent: Type.Union([Type.String(), Type.Null()]),
  created_at: Type.String({ format: 'date-time' }),
  last_seen_at: Type.String({ format: 'date-time', description: 'To the minute.' }),
  expires_at: Type.String({ format: 'date-time' }),
});
export type Session = Static<typeof Session>;

export const CurrentSession = Type.Object({
  session: Session,
  user: User,
  csrf_token: Type.String({ description: 'To be sent as `X-CSRF-Token` with everything but GET.' }),
});
export type CurrentSession = Static<typeof CurrentSession>;

export const SessionsList = Type.Object({ items: Type.Array(Session) });
export type SessionsList = Static<typeof SessionsList>;

export const PasswordTokenAnswer = Type.Object({
  token: Type.String({ description: 'Shown this once; it replaces any earlier one.' }),
  path: Type.String({ description: 'The page of this server on which it is used.' }),
  expires_at: Type.String({ format: 'date-time' }),
});
export type PasswordTokenAnswer = Static<typeof PasswordTokenAnswer>;

export const PasswordRequest = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 200 }), password },
  { additionalProperties: false },
);
export type PasswordRequest = Static<typeof PasswordRequest>;

export const PasswordChange = Type.Object(
  { current_password: password, new_password: password },
  { additionalProperties: false },
);
export type PasswordChange = Static<typeof PasswordChange>;

export const LoginOptions = Type.Object({
  passwords: Type.Boolean(),
  providers: Type.Array(
    Type.Object({
      name: Type.String(),
      issuer: Type.String(),
      path: Type.String({ description: 'Where logging in begins.' }),
      log_out_path: Type.Union([Type.String(), Type.Null()], {
        description: 'Where to go after logging out here, to log out there as well.',
      }),
    }),
  ),
});
export type LoginOptions = Static<typeof LoginOptions>;
