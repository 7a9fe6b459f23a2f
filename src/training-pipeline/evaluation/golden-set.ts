// Critical findings that no model may hide: one of every critical rule in ordinary product code, and in each language that it knows.
import { confidenceOf, type FittedRanker, type RankingFeatures, rankingFeatures } from '../../model-service/index.ts';
import { BUILT_IN_RULES } from '../../rules/index.ts';

/** The default of `minimum_confidence`: what has less is not shown. */
const SHOWN_FROM = 0.3;
const PLACES = [
  { path: 'src/payments/handler', within: 'Handler.handle' },
  { path: 'lib/accounts/service', within: 'Service.update' },
];

export function goldenFindings(): RankingFeatures[] {
  return BUILT_IN_RULES.filter(({ severity }) => severity === 'critical').flatMap((rule) =>
    PLACES.map(({ path, within }) =>
      rankingFeatures(
        {
          ruleId: rule.id,
          severity: rule.severity,
          category: rule.category,
          confidence: 0.9,
          path,
          within,
          traceSteps: 3,
          crossesFiles: false,
          sealedFeatures: [],
        },
        { language: 'any', repository: null },
        // No tenant has these names: what is known of others must be enough.
        (kind, name) => `golden:${kind}:${name}`,
      ),
    ),
  );
}

/** Rules whose golden findings the challenger would hide where the champion shows them. */
export function hiddenGolden(champion: FittedRanker, challenger: FittedRanker): string[] {
  const hidden = goldenFindings().filter(
    (features) => confidenceOf(challenger, features) < SHOWN_FROM && confidenceOf(champion, features) >= SHOWN_FROM,
  );
  return [...new Set(hidden.map(({ rule }) => rule))];
}
