// The query of the list of analyses, as the database takes it; deleting by filter takes the same.
import { type AnalysesFilter, canonicalLanguageId } from '../../contract/index.ts';
import type { AnalysisFilter } from '../../database-service/index.ts';
import { timeFilter } from '../time-filter.ts';

export function toAnalysisFilter(query: AnalysesFilter): AnalysisFilter {
  const { since, until, language, model, q, ...rest } = query;
  return {
    ...rest,
    ...(language !== undefined && { language: canonicalLanguageId(language) }),
    ...(model !== undefined && { modelVersion: model }),
    ...(q !== undefined && { text: q }),
    ...timeFilter('since', since),
    ...timeFilter('until', until),
  };
}
