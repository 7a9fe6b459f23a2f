// Reads all suppressions of a file: our own comments, those for other tools, and annotations.
import { kindIdOf, type SyntaxTree, textOf } from '../parsing/syntax-tree.ts';
import { readAnnotation } from './annotations.ts';
import { readOwnComment } from './own-comments.ts';
import { readPeerComment } from './peer-comments.ts';
import type { MalformedSuppression, Suppression, SuppressionComments } from './suppression.ts';

const MARKS =
  /assay-ignore|nosem|NOSONAR|eslint-disable|noqa|nosec|nolint|lgtm|codeql|SuppressWarnings|SuppressFBWarnings/i;

/** In source order. Files without any cost one search of the text. */
export function readSuppressions(tree: SyntaxTree): SuppressionComments {
  const suppressions: Suppression[] = [];
  const malformed: MalformedSuppression[] = [];
  if (!MARKS.test(tree.source)) return { suppressions, malformed };
  const isComment = tree.grammar.kinds.map((kind) => /comment$/.test(kind));
  const isAnnotation = tree.grammar.kinds.map((kind) => kind === 'annotation');
  for (let node = 0; node < tree.count; node++) {
    const kind = kindIdOf(tree, node);
    if (!isComment[kind] && !isAnnotation[kind]) continue;
    const text = textOf(tree, node);
    if (!MARKS.test(text)) continue;
    const read = isAnnotation[kind]
      ? readAnnotation(tree, node)
      : (readOwnComment(tree, node, text) ?? readPeerComment(tree, node, text));
    if (read === null) continue;
    if ('why' in read) malformed.push(read);
    else suppressions.push(read);
  }
  return { suppressions, malformed };
}
