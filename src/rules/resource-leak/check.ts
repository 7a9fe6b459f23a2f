// What the library facts know to be opened, where its variable shows that nobody closes it.
import {
  type Check,
  type CheckFinding,
  endOf,
  kindOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
  sightingsOf,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';
import { holderOf, isHandedOn, isLeftOpen } from './holder.ts';

/** Reports the call that opens. */
export const check: Check = ({ tree, program, events, path }) => {
  const findings: CheckFinding[] = [];
  const opened = new Set(events.map(({ node }) => node));
  if (opened.size === 0) return findings;
  for (const sighting of sightingsOf(program, 'call')) {
    const { node } = sighting.item;
    if (!opened.has(node) || isManaged(tree, node)) continue;
    const holder = holderOf(program, sighting);
    if (holder === null || isHandedOn(holder)) continue;
    const leak = isLeftOpen(holder);
    if (leak === null) continue;
    const code = textOf(tree, node).slice(0, 60).replace(/\s+/g, ' ');
    const message =
      leak === 'always'
        ? `What \`${code}\` opens is never closed.`
        : `What \`${code}\` opens is not closed on every path.`;
    findings.push({
      ...rangeOf(tree, node),
      message,
      ...(leak === 'always' ? {} : { confidence: 0.6 }),
      ...(OF_TRANSACTION.test(code) ||
      endsSoon(tree, path, node) ||
      sighting.definition.name === 'main' ||
      isOverOther(tree, node) ||
      isExplained(tree, node) ||
      (leak !== 'always' && isLeftByExit(tree, node))
        ? { atMost: 'low' as const }
        : {}),
    });
  }
  return findings;
};

/** What a transaction of Go's opened it closes when it ends. */
const OF_TRANSACTION = /^(?:tx|txn|transaction)\.(?:Query|Prepare)/;

/** `// not closed here: the result needs it` beside it. */
function isExplained(tree: SyntaxTree, node: number): boolean {
  const [start, end] = [startOf(tree, node), endOf(tree, node)];
  // Of a call of any length only the head is beside it.
  const behind = Math.min(end, start + BESIDE) + BESIDE;
  const lines = tree.source.slice(Math.max(0, start - BESIDE), behind).split('\n');
  return lines.some((line) => SAYS_WHY.test(line));
}

const BESIDE = 160;
/** A remark, which `http://a/close` is not, and none that says what is still to be done. */
const SAYS_WHY =
  /(?:(?<!:)\/\/|(?<!\S)#|^\s*\*)(?!.*\b(?:TODO|FIXME|XXX)\b).*\b(?:clos(?:e[sd]?|ing)|leak\w*|garbage|caller)\b|MustBeClosed|SuppressWarnings\("resource"|\b(?:flock|lockf|LOCK_EX|fcntl|tryLock)\b|\.listen\(/i;

/** It reads through what is open already, or keeps all of it in memory: there is nothing of the system's to give back. */
function isOverOther(tree: SyntaxTree, node: number): boolean {
  const code = textOf(tree, node);
  if (/:memory:|fileobj=|BytesIO|StringIO/.test(code)) return true;
  const name = OVER_ANOTHER.exec(code)?.[1];
  if (name === undefined) return false;
  const before = tree.source.slice(Math.max(0, startOf(tree, node) - LOOKED_AT), startOf(tree, node));
  return new RegExp(`\\bas ${name}:|\\b${name}\\s*=\\s*(?:io\\.)?(?:open|BytesIO|StringIO)\\(`).test(before);
}

const OVER_ANOTHER = /^[\w.]*(?:ZipFile|TarFile|tarfile\.open|GzipFile)\((?:fileobj=)?(\w+)\s*[,)]/;

/** The process ends with it, or serves with it as long as it runs. */
function endsSoon(tree: SyntaxTree, path: string, node: number): boolean {
  const behind = tree.source.slice(endOf(tree, node), endOf(tree, node) + LOOKED_AT);
  return RUNS_ONCE.test(path) || GOES_ON.test(behind.split(/\n(?:func|def|\}|class)/, 1)[0]);
}

const GOES_ON = /\n\s+for \{|\bsys\.exit\(|\bprocess\.exit\(|\bSystem\.exit\(/;
const LOOKED_AT = 1500;
const RUNS_ONCE =
  /(?:^|\/)(?:scripts?|bin|demos?|examples?|management\/commands)\/|(?:^|\/)(?:demo|setup|bench\w*|profile_\w+|profiling|__main__)\.py$/;

/** Every other way out of the function ends the process. */
function isLeftByExit(tree: SyntaxTree, node: number): boolean {
  const behind = tree.source.slice(endOf(tree, node), endOf(tree, node) + LOOKED_AT).split(/\n(?:func|\})/, 1)[0];
  return /\blog\.Fatal|\bos\.Exit\(/.test(behind) && !/\breturn\b/.test(behind);
}

/** The language closes it. */
function isManaged(tree: SyntaxTree, node: number): boolean {
  for (let at = node, hops = 0; at >= 0 && hops < 8; at = parentOf(tree, at), hops++) {
    if (/^(with_item|with_clause|resource|resource_specification|using_declaration)$/.test(kindOf(tree, at)))
      return true;
  }
  return false;
}
