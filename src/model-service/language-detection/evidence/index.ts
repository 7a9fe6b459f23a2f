// All languages that can be told apart, with their evidence.
import { BUILD_AND_SHELL } from './build-and-shell.ts';
import { C_FAMILY } from './c-family.ts';
import { FUNCTIONAL_LANGUAGES } from './functional-languages.ts';
import type { LanguageEvidence } from './language-evidence.ts';
import { MARKUP_AND_DATA } from './markup-and-data.ts';
import { SCRIPTING_LANGUAGES } from './scripting-languages.ts';
import { SYSTEMS_LANGUAGES } from './systems-languages.ts';
import { WEB_LANGUAGES } from './web-languages.ts';

export type { ExpectedShape, LanguageEvidence } from './language-evidence.ts';
export { TIER_WEIGHTS } from './language-evidence.ts';

export const LANGUAGE_EVIDENCE: readonly LanguageEvidence[] = [
  ...SCRIPTING_LANGUAGES,
  ...C_FAMILY,
  ...WEB_LANGUAGES,
  ...SYSTEMS_LANGUAGES,
  ...FUNCTIONAL_LANGUAGES,
  ...BUILD_AND_SHELL,
  ...MARKUP_AND_DATA,
];
