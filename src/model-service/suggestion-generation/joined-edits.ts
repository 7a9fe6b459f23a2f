// Fixes were verified as they were suggested; made together they may take away the last uses of an import, which each alone left.
import { createEngine, type Engine, SUPPORTED_LANGUAGES, type TextEdit } from '../../analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../issue-identification/grammar-files.ts';

export interface EditedFile {
  readonly code: string;
  readonly language: string;
  readonly path: string;
}

let engine: Promise<Engine> | undefined;

/** The edits, and those that drop imports which nothing uses once all of them are made. */
export async function joinedEdits(file: EditedFile, edits: readonly TextEdit[]): Promise<readonly TextEdit[]> {
  if (!SUPPORTED_LANGUAGES.includes(file.language)) return edits;
  engine ??= createEngine({ loadGrammar, loadRuntime, rules: [] });
  const loaded = await engine;
  await loaded.prepare(file.language);
  return loaded.withoutUnusedImports(file, edits);
}
