// Variables that look like ours: a misspelt one sets nothing, and nothing else would say so.
import { describeConfiguration } from './configuration.ts';

/** Of scripts around the server, which may be set in the same shell. */
const OF_SCRIPTS = new Set(['ASSAY_NGINX', 'ASSAY_SMOKE_URL', 'ASSAY_TEST_REQUIRE_SERVICES']);

/** Variables that are named as ours are, and that nothing reads, in order. */
export function unknownVariables(environment: NodeJS.ProcessEnv = process.env): string[] {
  const known = new Set(describeConfiguration().map(({ name }) => name));
  return Object.keys(environment)
    .filter((name) => name.startsWith('ASSAY_') && !known.has(name) && !OF_SCRIPTS.has(name))
    .sort();
}
