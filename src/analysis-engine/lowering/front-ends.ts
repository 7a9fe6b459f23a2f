// The languages that the engine analyses: one entry each, nothing else to register.
import { goFrontEnd } from './go/index.ts';
import { javaFrontEnd } from './java/index.ts';
import { javascriptFrontEnd, typescriptFrontEnd } from './javascript/index.ts';
import type { LanguageFrontEnd } from './lowering.ts';
import { pythonFrontEnd } from './python/index.ts';

export const FRONT_ENDS: ReadonlyMap<string, LanguageFrontEnd> = new Map(
  [goFrontEnd, javaFrontEnd, javascriptFrontEnd, pythonFrontEnd, typescriptFrontEnd].map((frontEnd) => [
    frontEnd.language,
    frontEnd,
  ]),
);

export const SUPPORTED_LANGUAGES: readonly string[] = [...FRONT_ENDS.keys()];
