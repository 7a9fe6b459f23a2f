// The import alone registers the handlers, so there is no call that a library fact could describe.
import {
  type Check,
  type CheckFinding,
  childByField,
  endOf,
  kindSet,
  nodesOf,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

const PROFILER = /^["`]net\/http\/pprof["`]$/;

const isImport = kindSet('import_spec');

/** Reports every import of Go's profiling handlers. */
export const check: Check = ({ tree, language }) => {
  const findings: CheckFinding[] = [];
  if (language !== 'go') return findings;
  for (const node of nodesOf(tree, isImport)) {
    const path = childByField(tree, node, 'path');
    if (path < 0 || !PROFILER.test(textOf(tree, path))) continue;
    findings.push({ start: startOf(tree, node), end: endOf(tree, node) });
  }
  return findings;
};
