// What a key that is restricted to a project may ask of an analysis: that project, named or left out.
import type { AnalyzeContext } from '../../contract/index.ts';
import { AssayError } from '../../errors.ts';
import type { Caller } from '../endpoint.ts';

/**
 * The request as it is, or with the project of the caller's key filled in. Throws AssayError `beyond_own_rights` for
 * another project, and for a comparison with an earlier analysis, which may be of another.
 */
export function withinProject<Request extends { readonly context?: AnalyzeContext }>(
  request: Request,
  { project }: Caller,
): Request {
  if (!project) return request;
  const asked = request.context?.project;
  if ((asked !== undefined && asked !== project.slug) || request.context?.baseline_analysis_id !== undefined) {
    throw new AssayError('beyond_own_rights', { detail: `This key is restricted to the project “${project.slug}”.` });
  }
  return { ...request, context: { ...request.context, project: project.slug } };
}
