// Identity providers that the operator trusts: read from a JSON file, since a list with mappings is no line of text.
import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { AssayError } from '../errors.ts';

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

const ROLE = Type.Enum(['admin', 'reviewer', 'developer', 'service']);
const claimName = Type.String({ minLength: 1, maxLength: 200 });
const uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });

/** How a person must have authenticated at the provider (OpenID Connect Core, section 2: acr, amr, auth_time). */
const Required = Type.Object(
  {
    acr: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 20 })),
    amr: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 20 })),
    max_age_seconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 31_536_000 })),
  },
  { additionalProperties: false },
);

/** Logging in to the pages through this provider, by the code flow. */
const Login = Type.Object(
  {
    /** stands in the addresses `/login/oidc/<id>` and `…/callback` */
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
    /** on the button */
    name: Type.String({ minLength: 1, maxLength: 60 }),
    client_id: Type.String({ minLength: 1, maxLength: 500 }),
    /** without it the client is a public one, which PKCE protects */
    client_secret_file: Type.Optional(Type.String({ minLength: 1 })),
    scope: Type.Optional(Type.String({ pattern: '^openid( [!#-\\[\\]-~]+)*$', maxLength: 1000 })),
    /** whether claims that the ID token lacks are fetched from the provider */
    userinfo: Type.Optional(Type.Boolean()),
    /** whether logging out of Assay also leads to the provider's log-out */
    log_out: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type OidcLogin = Static<typeof Login> & { readonly clientSecret: string | null };

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
    require: Type.Optional(Required),
    login: Type.Optional(Login),
  },
  { additionalProperties: false },
);
export type OidcIssuer = Omit<Static<typeof OidcIssuer>, 'login'> & { readonly login?: OidcLogin };

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
  const logins = issuers.flatMap(({ login }) => login?.id ?? []);
  if (new Set(logins).size < logins.length) throw new Error('a file that uses each login.id once');
  return issuers.map(({ login, ...issuer }) =>
    login === undefined ? issuer : { ...issuer, login: { ...login, clientSecret: clientSecret(login) } },
  );
}

function clientSecret({ client_secret_file: path }: Static<typeof Login>): string | null {
  if (path === undefined) return null;
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (secret !== '') return secret;
  } catch {
    // Said below: an empty file is as useless as none.
  }
  throw new Error('a file whose login.client_secret_file holds the secret of the client');
}

/** Providers send people back to the public address: it must be known, and nobody may read along. */
export function requireLoginAddress(issuers: readonly OidcIssuer[], publicUrl: string | null): void {
  if (issuers.every(({ login }) => login === undefined)) return;
  const { protocol, hostname } = new URL(publicUrl ?? 'http://unset.invalid');
  if (protocol === 'https:' || LOOPBACK_HOSTS.includes(hostname)) return;
  throw new AssayError('invalid_configuration', {
    detail: 'ASSAY_PUBLIC_URL must be an https address (or one of this machine) when an issuer has a login.',
  });
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Error('the path of a JSON file that can be read');
  }
}
