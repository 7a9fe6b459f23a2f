// What of an analysis that did not come about is said of the file, and what is said to whoever asked.
import { describe, expect, it } from 'vitest';
import { AssayError, type ErrorCode } from '../../errors.ts';
import type { ModelService } from '../model-service.ts';
import { createProject } from './project.ts';
import { createProjectAnalyzer } from './project-analyzer.ts';

const FILE = { path: 'a.py', code: 'x = 1\n', digest: 'd', asNeighbour: { path: 'a.py', code: 'x = 1\n' } };

/** The analysis of a file by a model service that throws this. */
function analysed(error: Error) {
  const service = { bundle: { digest: 'b' }, analyze: () => Promise.reject(error) } as unknown as ModelService;
  const settings = { declaredLanguage: null, enabledRules: null, disabledRules: [], today: '2026-01-01' };
  const analyzer = createProjectAnalyzer(service, createProject([FILE]), settings);
  return analyzer.analyze(FILE, analyzer.prepare(FILE));
}

describe('an analysis that does not come about', () => {
  it.each<ErrorCode>(['analysis_timeout', 'analysis_out_of_memory', 'analysis_failed', 'payload_too_large'])(
    'is told of the file for %s',
    async (code) => {
      const answer = await analysed(new AssayError(code, { detail: 'so' }));
      expect(answer).toEqual({ outcome: null, failure: 'so', filesRead: null });
    },
  );

  it.each<ErrorCode>(['model_unavailable', 'overloaded', 'storage_unavailable', 'shutting_down', 'internal'])(
    'is thrown for %s, which is no matter of the file',
    async (code) => {
      await expect(analysed(new AssayError(code))).rejects.toMatchObject({ code });
    },
  );
});
