// The door of suggestion generation.

export { joinedEdits } from './joined-edits.ts';
export {
  type ChatAnswer,
  type ChatMessage,
  type ChatUsage,
  createLlmClient,
  explanationQuestion,
  fixQuestion,
  type LlmClient,
  LlmError,
  type LlmSettings,
  mostTokens,
  readProposals,
} from './llm/index.ts';
export { suggestionsOf } from './suggestions.ts';
