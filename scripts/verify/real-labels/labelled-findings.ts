// All findings of a corpus that its annotations speak of, as the product analyses them and with the features that it learns from.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { featuresOfIdentified } from '../../../src/application-server/ranking/issue-features.ts';
import type { IdentifiedIssue, ModelService, RankingFeatures } from '../../../src/model-service/index.ts';
import { createLabelling } from './labelling.ts';
import type { Corpus, ScoredFinding, Scorer } from './scorer.ts';

export interface LabelledFinding {
  readonly corpus: string;
  /** corpora with the same source hold the same cases, written differently */
  readonly source: string;
  readonly group: string;
  readonly file: string;
  readonly isTrue: boolean;
  readonly features: RankingFeatures;
  /** the same without the name of the function: who annotates code calls it `bad` and `ok`, no team's code says it of itself */
  readonly nameless: RankingFeatures;
}

export async function labelledFindings(
  service: ModelService,
  scorer: Scorer,
  corpus: Corpus,
): Promise<LabelledFinding[]> {
  const textOf = (file: string) => readFileSync(join(corpus.dir, file), 'utf8');
  const labelled: LabelledFinding[] = [];
  for (const { file, name, language, context = [] } of corpus.units) {
    const files = context.map((one) => ({ path: one.path, code: textOf(one.file) }));
    const job = { code: textOf(file), declaredLanguage: language, path: name, files };
    const { issues } = await service.analyze({ ...job, enabledRules: null, disabledRules: [] });
    const labelOf = createLabelling(scorer, corpus, file);
    for (const issue of issues) {
      const label = issue.suppressedBy === null ? labelOf(scored(issue)) : null;
      if (label === null) continue;
      const features = featuresOf(issue, corpus, language);
      const nameless = featuresOf({ ...issue, within: '' }, corpus, language);
      labelled.push({ corpus: corpus.corpus, source: sourceOf(corpus), file, ...label, features, nameless });
    }
  }
  return labelled;
}

function scored({ location, cwe, category, severity, confidence, ruleId }: IdentifiedIssue): ScoredFinding {
  return {
    line: location.start.line,
    endLine: location.end.line,
    cwe: cwe.map((one) => Number(one.replace('CWE-', ''))),
    category,
    severity,
    confidence,
    rule: ruleId,
  };
}

/** Nothing is stored, so that names may stand for themselves. */
function featuresOf(issue: IdentifiedIssue, { corpus }: Corpus, language: string): RankingFeatures {
  return featuresOfIdentified(issue, { language, repository: corpus }, (kind, name) => `${kind} ${name}`);
}

/** `owasp-java` and the same cases under other names (`owasp-java-mut`) are of one commit. */
const sourceOf = ({ corpus, commit }: Corpus): string => (/^[0-9a-f]{40}$/.test(commit) ? commit : corpus);
