// The evidence of all languages compiled into one matcher and a sparse table of log-odds, and scores computed from it.
import { type ExpectedShape, type LanguageEvidence, TIER_WEIGHTS } from './evidence/index.ts';
import { type MeasuredShape, measureShape, shapeScore } from './line-shape.ts';
import { PatternMatcher } from './pattern-matcher.ts';
import type { SourceTokens } from './source-tokens.ts';

/** What a text says for each language. */
export interface EvidenceScores {
  /** log-odds by index of `ids` */
  readonly scores: Float64Array;
  readonly shape: MeasuredShape;
  /** how much of what could be matched was matched: 0 means that no pattern occurred */
  readonly matched: number;
}

interface CompiledLanguage {
  readonly prior: number;
  readonly weights: ReadonlyMap<string, number>;
  readonly shape: ExpectedShape;
}

const TIERS = ['sure', 'strong', 'fair', 'slight', 'against', 'never'] as const;

/** Repetition says less each time; this is what the nth occurrence of a pattern adds up to, for counts up to 63. */
const SATURATION = Float64Array.from({ length: 64 }, (_, n) => (n === 0 ? 0 : 1 + 0.45 * Math.log2(n)));

export class EvidenceModel {
  readonly ids: readonly string[];
  private readonly matcher = new PatternMatcher();
  private readonly languages: readonly CompiledLanguage[];
  /** by feature: alternating language index and weight */
  private readonly table: readonly Float64Array[];
  private readonly counts: Int32Array;

  constructor(evidence: readonly LanguageEvidence[]) {
    this.ids = evidence.map((language) => language.id);
    const byId = new Map(evidence.map((language) => [language.id, language]));
    this.languages = evidence.map((language) => compile(language, byId));
    const rows: number[][] = [];
    this.languages.forEach(({ weights }, index) => {
      for (const [pattern, weight] of weights) {
        const feature = this.matcher.add(pattern);
        const row = rows[feature] ?? [];
        rows[feature] = row;
        // two spellings of one pattern in the same language count once
        if (row[row.length - 2] !== index) row.push(index, weight);
      }
    });
    this.table = rows.map((row) => Float64Array.from(row));
    this.counts = new Int32Array(this.matcher.featureCount);
  }

  score(tokens: SourceTokens): EvidenceScores {
    const { counts } = this;
    counts.fill(0);
    this.matcher.count(tokens, counts);
    const shape = measureShape(tokens);
    const scores = Float64Array.from(this.languages, (language) => language.prior + shapeScore(shape, language.shape));
    let matched = 0;
    for (let feature = 0; feature < counts.length; feature++) {
      const count = counts[feature] ?? 0;
      if (count === 0) continue;
      const times = SATURATION[Math.min(count, SATURATION.length - 1)] ?? 0;
      const row = this.table[feature] ?? new Float64Array();
      matched += times;
      for (let i = 0; i < row.length; i += 2) {
        const language = row[i] ?? 0;
        scores[language] = (scores[language] ?? 0) + times * (row[i + 1] ?? 0);
      }
    }
    return { scores, shape, matched };
  }
}

function compile(language: LanguageEvidence, byId: ReadonlyMap<string, LanguageEvidence>): CompiledLanguage {
  const parent = language.extends === undefined ? undefined : byId.get(language.extends);
  const inherited = parent === undefined ? null : compile(parent, byId);
  const own = new Map<string, number>();
  for (const tier of TIERS) {
    for (const pattern of (language[tier] ?? '').split(/ {2,}|\n\s*/)) {
      const text = pattern.trim();
      if (text === '') continue;
      for (const spelling of language.anyCase ? [text, text.toUpperCase()] : [text]) {
        // what is listed in two tiers counts in the stronger one
        if (!own.has(spelling)) own.set(spelling, TIER_WEIGHTS[tier]);
      }
    }
  }
  return {
    prior: language.prior ?? 0,
    weights: new Map([...(inherited?.weights ?? []), ...own]),
    shape: language.shape ?? inherited?.shape ?? {},
  };
}
