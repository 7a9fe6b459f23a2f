// The shape of rule.yaml, checked once when the pack is generated; the compiled pack is trusted.
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { EVENT_KINDS, EVIDENCE_KINDS, SINK_KINDS, SOURCE_KINDS } from '../analysis-engine/index.ts';
import { CATEGORIES, SEVERITIES } from '../contract/index.ts';
import { AssayError } from '../errors.ts';

const oneOf = <const T extends readonly string[]>(values: T) => Type.Union(values.map((value) => Type.Literal(value)));
const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);
const closed = { additionalProperties: false };

const InputCondition = Type.Cyclic(
  {
    InputCondition: Type.Object(
      {
        matches: Type.Optional(Type.String()),
        is: Type.Optional(Type.Array(Scalar)),
        below: Type.Optional(Type.Number()),
        above: Type.Optional(Type.Number()),
        bits: Type.Optional(Type.Integer({ minimum: 1 })),
        lacks: Type.Optional(Type.Integer({ minimum: 1 })),
        constant: Type.Optional(Type.Boolean()),
        fixed: Type.Optional(Type.Literal(true)),
        dynamicFor: Type.Optional(oneOf(SINK_KINDS)),
        absent: Type.Optional(Type.Boolean()),
        any: Type.Optional(Type.Array(Type.Ref('InputCondition'))),
        key: Type.Optional(Type.Record(Type.String(), Type.Ref('InputCondition'))),
        tainted: Type.Optional(Type.Array(oneOf(SOURCE_KINDS))),
        literal: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
  },
  'InputCondition',
);

/** Conditions in the Semgrep rule language: which keys there are the engine knows, and refuses others. */
const PatternKeys = Type.Record(Type.String(), Type.Unknown());

/** rule.yaml as people write it. */
export const RuleDefinition = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }),
    message: Type.String({ minLength: 10 }),
    severity: oneOf(SEVERITIES),
    category: oneOf(CATEGORIES),
    cwe: Type.Array(Type.String({ pattern: '^CWE-[0-9]+$' })),
    languages: Type.Optional(Type.Array(Type.String())),
    confidence: Type.Number({ minimum: 0, maximum: 1 }),
    flow: Type.Optional(
      Type.Object(
        {
          from: Type.Array(oneOf(SOURCE_KINDS)),
          to: Type.Array(oneOf(SINK_KINDS)),
          composed: Type.Optional(Type.Boolean()),
          parameter: Type.Optional(Type.Union([Type.Literal('joined'), Type.Literal('whole')])),
          writes: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ),
    dynamic: Type.Optional(
      Type.Object({ to: Type.Array(oneOf(SINK_KINDS)), composed: Type.Optional(Type.Boolean()) }, closed),
    ),
    uses: Type.Optional(
      Type.Array(
        Type.Object({ use: Type.String(), where: Type.Optional(Type.Record(Type.String(), InputCondition)) }, closed),
      ),
    ),
    graveWhere: Type.Optional(oneOf(EVIDENCE_KINDS)),
    events: Type.Optional(Type.Array(oneOf(EVENT_KINDS))),
    check: Type.Optional(Type.Boolean()),
    patterns: Type.Optional(
      Type.Array(Type.Intersect([Type.Object({ languages: Type.Array(Type.String(), { minItems: 1 }) }), PatternKeys])),
    ),
    repairs: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z0-9-]+([.][a-z0-9-]+)*$' }))),
    yieldsTo: Type.Optional(Type.Array(Type.String())),
  },
  closed,
);
export type RuleDefinition = Static<typeof RuleDefinition>;

/** Checks a parsed rule.yaml. Throws AssayError `invalid_rule` that lists each place in `file` and what is wrong there. */
export function validateRuleDefinition(value: unknown, file: string): RuleDefinition {
  if (Value.Check(RuleDefinition, value)) {
    if (
      [value.flow, value.dynamic, value.uses, value.events, value.patterns].every((part) => part === undefined) &&
      value.check !== true
    ) {
      throw new AssayError('invalid_rule', {
        detail: `${file}: a rule needs one of flow, dynamic, uses, events, patterns or check: true`,
      });
    }
    return value;
  }
  const errors = [...Value.Errors(RuleDefinition, value)].map((error) => ({
    path: error.instancePath,
    message: error.message,
  }));
  const detail = `${file}: ${errors.map((error) => `${error.path || '/'} ${error.message}`).join('; ')}`;
  throw new AssayError('invalid_rule', { detail, errors });
}
