// POST /api/v1/tokens and the key set that its tokens are checked with.
import { type Static, Type } from 'typebox';

export const TOKEN_LIFE = { shortestSeconds: 10, longestSeconds: 900 } as const;

export const TokenRequest = Type.Object(
  {
    scopes: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
        minItems: 1,
        maxItems: 100,
        description:
          'Actions that the token is for; without it, all that the credential may do but making other credentials.',
      }),
    ),
    expires_in: Type.Optional(
      Type.Integer({
        minimum: TOKEN_LIFE.shortestSeconds,
        maximum: TOKEN_LIFE.longestSeconds,
        default: TOKEN_LIFE.longestSeconds,
        description: 'Seconds.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type TokenRequest = Static<typeof TokenRequest>;

/** The members that RFC 6749, section 5.1, names. */
export const TokenResponse = Type.Object({
  access_token: Type.String({ description: 'A JWT as in RFC 9068; to be sent as `Authorization: Bearer`.' }),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ minimum: 1 }),
  scope: Type.String({ description: 'The actions, between spaces.' }),
});
export type TokenResponse = Static<typeof TokenResponse>;

/** RFC 7517. */
export const KeySet = Type.Object({
  keys: Type.Array(
    Type.Object({
      kid: Type.String(),
      kty: Type.String(),
      crv: Type.String(),
      x: Type.String(),
      y: Type.String(),
      alg: Type.String(),
      use: Type.String(),
    }),
  ),
});
export type KeySet = Static<typeof KeySet>;

export const SigningKeyRotation = Type.Object(
  {
    compromised: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'End the keys there are at once, and with them every token. Otherwise they outlive their tokens.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type SigningKeyRotation = Static<typeof SigningKeyRotation>;

export const SigningKey = Type.Object({
  kid: Type.String(),
  active_from: Type.String({ format: 'date-time', description: 'Published at once, signs from then on.' }),
});
export type SigningKey = Static<typeof SigningKey>;
