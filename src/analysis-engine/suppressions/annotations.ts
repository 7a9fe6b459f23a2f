// Java's `@SuppressWarnings("java:S2077")` and `@SuppressFBWarnings("SQL_INJECTION_JDBC")`: for all of what they stand on.
import { endOf, kindOf, type NodeIndex, parentOf, type SyntaxTree, startOf, textOf } from '../parsing/syntax-tree.ts';
import type { Suppression } from './suppression.ts';

/** Names of warnings that are about security; `unchecked`, `deprecation` and the like are the compiler's. */
const ABOUT_SECURITY =
  /^(java:|squid:|findsecbugs:|fb-contrib:)?S\d+$|sonar|security|inject|xss|xxe|crypto|cipher|traversal|deserial|hard_?coded|^all$/i;

/** What an annotation suppresses, or null. */
export function readAnnotation(tree: SyntaxTree, node: NodeIndex): Suppression | null {
  const text = textOf(tree, node);
  const match = /^@(?:[\w.]+\.)?Suppress(?:FB)?Warnings\s*\(([\s\S]*)\)$/.exec(text);
  if (match === null) return null;
  const justification = /justification\s*=\s*"([^"]*)"/.exec(match[1]);
  const values = match[1].replace(justification?.[0] ?? '', '');
  const rules = [...values.matchAll(/"([^"]*)"/g)].map(([, name]) => name).filter((name) => ABOUT_SECURITY.test(name));
  if (rules.length === 0) return null;
  let declaration = node;
  while (parentOf(tree, declaration) >= 0 && /^(modifiers|annotation)$/.test(kindOf(tree, declaration)))
    declaration = parentOf(tree, declaration);
  const isBlock = /class|interface|enum|record|method|constructor/.test(kindOf(tree, declaration));
  return {
    node,
    style: '@SuppressWarnings',
    reach: isBlock ? 'block' : 'statement',
    start: startOf(tree, declaration),
    end: endOf(tree, declaration),
    rules: rules.includes('all') ? null : rules,
    about: rules.includes('all') ? 'any' : 'security',
    reason: justification?.[1] ?? '',
    until: null,
  };
}
