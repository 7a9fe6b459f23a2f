// What a key that is restricted to a project sees of the history: analyses of that project. Others are not there for it.
import type { AnalysesQuery } from '../../contract/index.ts';
import { AssayError } from '../../errors.ts';
import type { Caller } from '../endpoint.ts';

/** Whether an analysis, known by its project, is there for the caller. */
export function isVisible({ project: restriction }: Caller, { project }: { readonly project: string | null }): boolean {
  return !restriction || restriction.slug === project;
}

/** The filter with the caller's project in it. Throws AssayError `beyond_own_rights` when it names another. */
export function withinOwnProject<Filter extends Pick<AnalysesQuery, 'project'>>(
  filter: Filter,
  { project }: Caller,
): Filter {
  if (!project) return filter;
  if (filter.project !== undefined && filter.project !== project.slug) {
    throw new AssayError('beyond_own_rights', { detail: `This key is restricted to the project “${project.slug}”.` });
  }
  return { ...filter, project: project.slug };
}
