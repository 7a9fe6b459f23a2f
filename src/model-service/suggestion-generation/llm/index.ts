// The inner door of fixes and explanations by a language model.
export {
  type ChatAnswer,
  type ChatMessage,
  type ChatUsage,
  createLlmClient,
  type LlmClient,
  LlmError,
  type LlmFailure,
  type LlmSettings,
  mostTokens,
} from './chat-client.ts';
export { type Proposals, readProposals } from './proposals.ts';
export { explanationQuestion, fixQuestion, type QuestionedFinding } from './question.ts';
