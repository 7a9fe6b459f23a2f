// docs/configuration.md, from the same table that reads the environment.
import { renderConfigurationDocs } from '../../src/config/index.ts';
import type { GeneratedFile } from '../generate.ts';

/** The documentation of every configuration variable. */
export function generateConfigurationDocs(): GeneratedFile {
  return { path: 'docs/configuration.md', text: renderConfigurationDocs() };
}
