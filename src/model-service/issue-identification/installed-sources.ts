// The parts of an analyzer as they are installed with this package on this machine.
import { loadShippedWeights } from '../language-detection/index.ts';
import type { AnalyzerSources } from './analyzer.ts';
import { loadGrammar, loadRuntime } from './grammar-files.ts';
import { createFileOpener } from './job-files.ts';

/** For one analyzer: it keeps texts of neighbouring files between jobs. */
export function installedSources(): AnalyzerSources {
  return {
    loadGrammar,
    loadRuntime,
    loadLanguageWeights: async () => loadShippedWeights(),
    openFiles: createFileOpener(),
  };
}
