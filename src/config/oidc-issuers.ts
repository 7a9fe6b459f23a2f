// Identity providers that the operator trusts: read from a JSON file, since a list with mappings is no line of text.
import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

const ROLE = Type.Enum(['admin', 'reviewer', 'developer', 'service']);
const claimName = Type.String({ minLength: 1, maxLength: 200 });
const uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });

/** Nothing here can make an owner: that is decided inside Assay. */
const OidcIssuer = Type.Object(
  {
    /** exactly as the provider writes it into its tokens */
    issuer: Type.String({ pattern: '^https?://', maxLength: 500 }),
    /** whom tokens must be made for: the client id or the name of this API */
    audience: Type.String({ minLength: 1, maxLength: 500 }),
    algorithms: Type.Optional(
      Type.Array(Type.Enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA']), {
        minItems: 1,
      }),
    ),
    /** either one tenant for all, or a claim and what each of its values means */
    tenant: Type.Union([
      uuid,
      Type.Object({ claim: claimName, values: Type.Record(Type.String(), uuid) }, { additionalProperties: false }),
    ]),
    /** a claim and what each of its values means; the most powerful one counts; without it the stored role does */
    role: Type.Optional(
      Type.Object(
        { claim: claimName, values: Type.Record(Type.String(), ROLE), otherwise: Type.Optional(ROLE) },
        { additionalProperties: false },
      ),
    ),
    /** whether a person who is not yet a user becomes one */
    create_users: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type OidcIssuer = Static<typeof OidcIssuer>;

const File = Compile(
  Type.Object({ issuers: Type.Array(OidcIssuer, { maxItems: 50 }) }, { additionalProperties: false }),
);

/** The issuers in the file that a variable names; none when it is unset. */
export function oidcIssuers(path: string | undefined): readonly OidcIssuer[] {
  if (path === undefined) return [];
  const content = parseFile(path);
  if (!File.Check(content)) {
    const [first] = File.Errors(content) as { instancePath?: string; message?: string }[];
    throw new Error(
      `a file as docs/oidc.md describes it: ${first?.instancePath ?? ''} ${first?.message ?? 'is wrong'}`,
    );
  }
  const { issuers } = content;
  if (new Set(issuers.map(({ issuer }) => issuer)).size < issuers.length) {
    throw new Error('a file that names each issuer once');
  }
  return issuers;
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Error('the path of a JSON file that can be read');
  }
}
