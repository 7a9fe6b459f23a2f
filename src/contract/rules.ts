// /api/v1/rules: the built-in rules, and those of a tenant's own in the Semgrep rule language.
import { type Static, Type } from 'typebox';
import { Category, Location, Severity } from './finding.ts';

const projectSlug = Type.String({
  maxLength: 100,
  description: 'Slug of the project whose rule it is; without it, all of the tenant.',
});
const optionalText = Type.Union([Type.String(), Type.Null()]);

export const RuleState = Type.Enum(['shadow', 'enforced', 'disabled'], {
  description: 'A rule in the shadow speaks in previews only; an enforced one in every analysis.',
});
export type RuleState = Static<typeof RuleState>;

export const RuleSummary = Type.Object({
  rule_id: Type.String(),
  source: Type.Enum(['built-in', 'own']),
  project: Type.Union([Type.String(), Type.Null()]),
  message: Type.String(),
  severity: Severity,
  category: Category,
  cwe: Type.Array(Type.String()),
  languages: Type.Array(Type.String(), { description: 'Languages that it runs on; empty: all.' }),
  state: RuleState,
  version: Type.Union([Type.Integer(), Type.Null()]),
  updated_at: optionalText,
  updated_by: optionalText,
});
export type RuleSummary = Static<typeof RuleSummary>;

export const RulesQuery = Type.Object(
  { source: Type.Optional(Type.Enum(['built-in', 'own'])), project: Type.Optional(projectSlug) },
  { additionalProperties: false },
);
export type RulesQuery = Static<typeof RulesQuery>;

export const RuleList = Type.Object({ items: Type.Array(RuleSummary) });
export type RuleList = Static<typeof RuleList>;

export const OwnRuleQuery = Type.Object({ project: Type.Optional(projectSlug) }, { additionalProperties: false });
export type OwnRuleQuery = Static<typeof OwnRuleQuery>;

export const OwnRuleDetail = Type.Intersect([
  RuleSummary,
  Type.Object({
    definition: Type.String({ description: 'YAML.' }),
    versions: Type.Array(
      Type.Object({
        version: Type.Integer(),
        definition: Type.String(),
        created_at: Type.String({ format: 'date-time' }),
        created_by: optionalText,
      }),
    ),
  }),
]);
export type OwnRuleDetail = Static<typeof OwnRuleDetail>;

const document = Type.String({ minLength: 1, maxLength: 1_048_576, description: 'YAML with a list under `rules`.' });

export const OwnRulesRequest = Type.Object(
  {
    document,
    project: Type.Optional(projectSlug),
    state: Type.Optional(
      Type.Enum(['shadow', 'enforced'], { default: 'shadow', description: 'Of rules that are new.' }),
    ),
  },
  { additionalProperties: false },
);
export type OwnRulesRequest = Static<typeof OwnRulesRequest>;

export const OwnRuleChange = Type.Object({ state: RuleState }, { additionalProperties: false });
export type OwnRuleChange = Static<typeof OwnRuleChange>;

export const RuleCheckRequest = Type.Object(
  {
    document,
    files: Type.Optional(
      Type.Array(
        Type.Object(
          { path: Type.String({ minLength: 1, maxLength: 1000 }), code: Type.String({ maxLength: 262_144 }) },
          { additionalProperties: false },
        ),
        { maxItems: 20, description: 'Annotated code: comments `ruleid:`, `ok:` and `todoruleid:` before a line.' },
      ),
    ),
  },
  { additionalProperties: false },
);
export type RuleCheckRequest = Static<typeof RuleCheckRequest>;

const lines = Type.Array(Type.Integer());

export const RuleCheck = Type.Object({
  rules: Type.Array(Type.Object({ rule_id: Type.String(), severity: Severity, languages: Type.Array(Type.String()) })),
  problems: Type.Array(
    Type.Object({
      rule_id: optionalText,
      line: Type.Union([Type.Integer(), Type.Null()]),
      column: Type.Union([Type.Integer(), Type.Null()]),
      feature: Type.String({ description: 'A short name of what is wrong or not supported, to count by.' }),
      message: Type.String(),
    }),
  ),
  tests: Type.Array(
    Type.Object({
      rule_id: Type.String(),
      path: Type.String(),
      annotations: Type.Integer(),
      missed: lines,
      unexpected: lines,
      passed: Type.Boolean(),
    }),
  ),
});
export type RuleCheck = Static<typeof RuleCheck>;

export const RulePreviewRequest = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Of the last analyses.' })),
  },
  { additionalProperties: false },
);
export type RulePreviewRequest = Static<typeof RulePreviewRequest>;

export const RulePreview = Type.Object({
  analyses: Type.Integer({ description: 'Whose code was kept, so that the rule could be tried on it.' }),
  without_code: Type.Integer(),
  failed: Type.Integer(),
  findings: Type.Array(
    Type.Object({
      analysis_id: Type.String(),
      repository: optionalText,
      message: Type.String(),
      location: Location,
    }),
  ),
  complete: Type.Boolean({ description: 'false: time was up, or there was more than is shown.' }),
});
export type RulePreview = Static<typeof RulePreview>;
