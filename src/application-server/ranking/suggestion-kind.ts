// What a suggestion of an answer has in common with others, as the engine tells it of its candidates.
import { type FixKind, fixKind } from '../../analysis-engine/index.ts';
import type { Suggestion } from '../../contract/index.ts';

/** A language model writes its own sentences: its fixes are of one kind. */
const LLM_TEMPLATE = 'A fix of the language model.';

export function suggestionKind({ description, edits, source }: Suggestion): FixKind {
  const kind = fixKind(description, edits, ({ location: { start, end } }) => end.line - start.line);
  return source === 'llm' ? { ...kind, template: LLM_TEMPLATE } : kind;
}
