// Reads all suppressions of a file: our own comments, those for other tools, and annotations.
import { kindSet, kindTest, nodesOf } from '../parsing/kind-sets.ts';
import { type SyntaxTree, textOf } from '../parsing/syntax-tree.ts';
import { readAnnotation } from './annotations.ts';
import { readOwnComment } from './own-comments.ts';
import { readPeerComment } from './peer-comments.ts';
import type { MalformedSuppression, Suppression, SuppressionComments } from './suppression.ts';

const MARKS =
  /assay-ignore|nosem|NOSONAR|eslint-disable|noqa|nosec|nolint|lgtm|codeql|SuppressWarnings|SuppressFBWarnings/i;

const isAnnotation = kindSet('annotation');
const mayHold = kindTest((kind) => /comment$/.test(kind) || kind === 'annotation');

/** In source order. */
export function readSuppressions(tree: SyntaxTree): SuppressionComments {
  const suppressions: Suppression[] = [];
  const malformed: MalformedSuppression[] = [];
  for (const node of nodesOf(tree, mayHold)) {
    const text = textOf(tree, node);
    if (!MARKS.test(text)) continue;
    const read = isAnnotation(tree, node)
      ? readAnnotation(tree, node)
      : (readOwnComment(tree, node, text) ?? readPeerComment(tree, node, text));
    if (read === null) continue;
    if ('why' in read) malformed.push(read);
    else suppressions.push(read);
  }
  return { suppressions, malformed };
}
