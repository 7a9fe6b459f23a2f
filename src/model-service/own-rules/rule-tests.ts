// Rules on annotated code: what each reports, held against the comments that say what it should.
import { languageOfPath } from '../../analysis-engine/index.ts';
import type { AnalysisJob, ModelService } from '../model-service.ts';
import type { OwnDocuments } from './own-documents.ts';
import { readAnnotations } from './rule-annotations.ts';

export interface AnnotatedFile {
  readonly path: string;
  readonly code: string;
}

/** One rule on one file whose comments speak of it. Lines are 1-based. */
export interface RuleTest {
  readonly ruleId: string;
  readonly path: string;
  /** comments that say something of the rule */
  readonly annotations: number;
  readonly missed: readonly number[];
  /** reported without being expected, and without a `todo` */
  readonly unexpected: readonly number[];
}

/** Runs the rules on the files, as they run in an analysis. Throws AssayError as `analyze` does. */
export async function testRules(
  service: Pick<ModelService, 'analyze' | 'checkDocuments'>,
  documents: OwnDocuments,
  files: readonly AnnotatedFile[],
  signal?: AbortSignal,
): Promise<RuleTest[]> {
  const options = signal === undefined ? {} : { signal };
  const { rules } = await service.checkDocuments(documents, options);
  const tests: RuleTest[] = [];
  for (const { path, code } of files) {
    const spoken = rules
      .map(({ id }) => ({ id, ...readAnnotations(code, id) }))
      .filter(({ expected, silent, ignored }) => expected.size + silent.size + ignored.size > 0);
    if (spoken.length === 0) continue;
    const job: AnalysisJob = {
      code,
      path,
      files: [],
      // What a test is about is too short to tell its language.
      declaredLanguage: languageOfPath(path),
      enabledRules: spoken.map(({ id }) => id),
      disabledRules: [],
      own: documents,
    };
    const { issues } = await service.analyze(job, options);
    for (const { id, expected, silent, ignored } of spoken) {
      const reported = new Set(issues.filter(({ ruleId }) => ruleId === id).map(({ location }) => location.start.line));
      tests.push({
        ruleId: id,
        path,
        annotations: expected.size + silent.size + ignored.size,
        missed: [...expected].filter((line) => !reported.has(line)),
        unexpected: [...reported].filter((line) => !expected.has(line) && !ignored.has(line)).sort((a, b) => a - b),
      });
    }
  }
  return tests;
}
