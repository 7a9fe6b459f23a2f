// POST /api/v1/sealed/analyses: findings of an analysis that was made elsewhere, encrypted under a key that only the client has.
import { type Static, Type } from 'typebox';
import { Category, IssueState, Severity } from './finding.ts';

const keyedName = Type.String({ pattern: '^[0-9a-f]{32}$', description: 'A keyed hash: 32 hexadecimal digits.' });

const SealedFinding = Type.Object(
  {
    fingerprint: Type.String({ pattern: '^[0-9a-f]{32}(-[0-9a-f]{16})?$', description: 'A keyed hash.' }),
    rule_id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,99}$' }),
    severity: Severity,
    category: Category,
    confidence: Type.Number({ minimum: 0, maximum: 1 }),
    cwe: Type.Array(Type.String({ pattern: '^CWE-[0-9]{1,5}$' }), { maxItems: 20 }),
    within: Type.Union([keyedName, Type.Literal('')], { description: 'The function around it.' }),
    sealed: Type.String({
      pattern: '^[A-Za-z0-9_-]+$',
      maxLength: 262_144,
      description: 'Message, place, trace and snippet: AES-256-GCM, base64url, bound to the fingerprint.',
    }),
    features: Type.Array(Type.String({ pattern: '^[0-9a-f]{16}$' }), {
      maxItems: 64,
      description: 'Keyed hashes of the names around the finding.',
    }),
  },
  { additionalProperties: false },
);
export type SealedFinding = Static<typeof SealedFinding>;

const SealedFile = Type.Object(
  {
    path: keyedName,
    language: Type.String({ pattern: '^[a-z0-9+#. -]{1,60}$' }),
    issues: Type.Array(SealedFinding, { maxItems: 1000 }),
  },
  { additionalProperties: false },
);
export type SealedFile = Static<typeof SealedFile>;

/** Every member has a form that readable text cannot take by mistake, but for what is meant to be readable. */
export const SealedRequest = Type.Object(
  {
    key_id: Type.String({ pattern: '^[0-9a-f]{16}$', description: 'Says which key opens it, and nothing of the key.' }),
    repository: Type.Optional(keyedName),
    model: Type.Object(
      { version: Type.String({ maxLength: 200 }), digest: Type.String({ pattern: '^sha256:[0-9a-f]{64}$' }) },
      { additionalProperties: false },
    ),
    files: Type.Array(SealedFile, { minItems: 1, maxItems: 500 }),
  },
  { additionalProperties: false },
);
export type SealedRequest = Static<typeof SealedRequest>;

/** In the order sent: what the findings are called from now on, and which of them are dismissed. */
export const SealedResponse = Type.Object({
  files: Type.Array(
    Type.Object({
      path: Type.String(),
      analysis_id: Type.String(),
      issues: Type.Array(
        Type.Object({
          id: Type.String(),
          fingerprint: Type.String(),
          state: IssueState,
          suppression_reason: Type.Optional(Type.String()),
        }),
      ),
    }),
  ),
});
export type SealedResponse = Static<typeof SealedResponse>;
