// Where the language model is asked: only where the operator has one, the tenant allows it and the data mode lets code out, within the
// tenant's budget; remembered by content; counted and noted in the audit log.
import { createHmac } from 'node:crypto';
import type { Cache } from '../../cache/index.ts';
import type { Configuration } from '../../config/index.ts';
import type { LlmReport, LlmState } from '../../contract/index.ts';
import { addLlmUsage, appendAuditEvent, type Database, type LlmUsage } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import {
  type ChatAnswer,
  type ChatMessage,
  type ChatUsage,
  createLlmClient,
  type LlmClient,
  LlmError,
  mostTokens,
} from '../../model-service/index.ts';
import type { Metrics } from '../../monitoring/index.ts';
import { createAnswerCache } from '../analyze/answer-cache.ts';
import type { Caller } from '../endpoint.ts';
import type { PreferenceReader } from '../preferences/effective-preferences.ts';
import type { DataKeys } from '../tenants/data-keys.ts';

export interface LlmDeskDependencies {
  readonly database: Database;
  readonly cache: Cache;
  readonly dataKeys: DataKeys;
  readonly preferences: PreferenceReader;
  readonly metrics: Metrics;
  readonly configuration: Configuration;
  readonly hmacKey: Buffer;
}

export interface LlmQuestion {
  readonly caller: Caller;
  /** what the code belongs to, for the preferences that hold */
  readonly project: string | null;
  /** the issue, for the audit log */
  readonly about: string;
  readonly kind: 'fix' | 'explanation';
  readonly messages: readonly ChatMessage[];
  readonly signal?: AbortSignal;
  readonly onText?: (text: string) => void;
}

export interface LlmReply {
  readonly state: LlmState;
  /** null: there is no answer, see the state */
  readonly text: string | null;
  readonly usage: ChatUsage;
  readonly costMicrounits: number;
}

export interface LlmDesk {
  readonly model: string | null;
  ask(question: LlmQuestion): Promise<LlmReply>;
}

const NOTHING: ChatUsage = { inputTokens: 0, outputTokens: 0 };

/** Throws AssayError `invalid_configuration` for an endpoint without a model. */
export function createLlmDesk(dependencies: LlmDeskDependencies): LlmDesk {
  const client = clientOf(dependencies.configuration);
  const answers = createAnswerCache(dependencies.cache, dependencies.dataKeys);
  const answer = async (question: LlmQuestion): Promise<LlmReply> => {
    const refused = await refusal(dependencies, client, question);
    if (refused !== null || client === null) return nothing(refused ?? 'off');
    const { tenantId } = question.caller;
    const key = contentKey(dependencies.hmacKey, client, question);
    const told = (text: string): LlmReply => {
      question.onText?.(text);
      return { ...nothing('cached'), text };
    };
    const known = await answers.get(tenantId, key);
    if (known !== null) return told(known);
    const made: { reply: LlmReply | null } = { reply: null };
    const signal = question.signal ?? new AbortController().signal;
    // Equal questions at the same time are one.
    const { answer } = await answers.getOrMake(tenantId, key, signal, async () => {
      made.reply = await askWithinBudget(dependencies, client, question);
      return { text: made.reply.text ?? '', isFinal: made.reply.text !== null };
    });
    return made.reply ?? told(answer);
  };
  return {
    model: client?.settings.model ?? null,
    async ask(question) {
      const reply = await answer(question);
      dependencies.metrics.llmAsked({ outcome: reply.state, ...reply.usage, costMicrounits: reply.costMicrounits });
      return reply;
    },
  };
}

/** What a reply cost, as it is shown. */
export function llmReport(desk: LlmDesk, reply: Pick<LlmReply, 'state' | 'usage' | 'costMicrounits'>): LlmReport {
  return {
    state: reply.state,
    model: desk.model,
    input_tokens: reply.usage.inputTokens,
    output_tokens: reply.usage.outputTokens,
    cost: reply.costMicrounits / 1_000_000,
    proposed: 0,
    verified: 0,
  };
}

export function nothing(state: LlmState): LlmReply {
  return { state, text: null, usage: NOTHING, costMicrounits: 0 };
}

function clientOf(configuration: Configuration): LlmClient | null {
  const {
    llmUrl: url,
    llmModel: model,
    llmKey,
    llmKeyFile,
    llmTimeoutMs,
    llmMaxTokens,
    llmConcurrency,
  } = configuration;
  if (url === null) return null;
  if (model === null)
    throw new AssayError('invalid_configuration', { detail: 'ASSAY_LLM_MODEL is needed with ASSAY_LLM_URL.' });
  const apiKey = llmKeyFile ?? llmKey;
  return createLlmClient({
    url,
    model,
    apiKey,
    timeoutMs: llmTimeoutMs,
    maxTokens: llmMaxTokens,
    concurrency: llmConcurrency,
  });
}

async function refusal(
  { preferences }: LlmDeskDependencies,
  client: LlmClient | null,
  { caller, project }: LlmQuestion,
): Promise<LlmState | null> {
  if (client === null) return 'off';
  const { values } = await preferences.effective(caller, project);
  if (values.data_mode !== 'standard') return 'data_mode';
  return values.llm_suggestions ? null : 'not_allowed';
}

/** What the question may cost at most is taken from the budget first, so that many at once do not overdraw it. */
async function askWithinBudget(
  dependencies: LlmDeskDependencies,
  client: LlmClient,
  question: LlmQuestion,
): Promise<LlmReply> {
  const { llmDailyBudget: budget } = dependencies.configuration;
  const book = (usage: LlmUsage) =>
    dependencies.database.asTenant(question.caller.tenantId, (tx) => addLlmUsage(tx, day, usage));
  const day = new Date().toISOString().slice(0, 10);
  const reserved = usageOf(dependencies, mostTokens(question.messages, client.settings), 1);
  const total = await book(reserved);
  if (budget !== null && total.costMicrounits > budget) {
    await book(negative(reserved));
    return nothing('budget_used');
  }
  let spent = usageOf(dependencies, NOTHING, 1);
  let reply: LlmReply = nothing('unreachable');
  try {
    const answer = await client.ask(question.messages, question);
    spent = usageOf(dependencies, answer.usage, 1);
    reply = replyOf(answer, spent);
  } catch (error) {
    if (!(error instanceof LlmError)) throw error;
    reply = nothing(error.failure);
    // It may have been answered and charged for, or never have arrived: what is not known is not given back.
    if (!['busy', 'refused', 'unreachable'].includes(error.failure)) {
      spent = reserved;
      reply = { ...reply, costMicrounits: reserved.costMicrounits };
    }
  } finally {
    await settle(dependencies, question, { client, day, reserved, spent, state: reply.state });
  }
  return reply;
}

function replyOf({ text, usage }: ChatAnswer, spent: LlmUsage): LlmReply {
  return { state: 'answered', text, usage, costMicrounits: spent.costMicrounits };
}

interface Settlement {
  readonly client: LlmClient;
  readonly day: string;
  readonly reserved: LlmUsage;
  readonly spent: LlmUsage;
  readonly state: LlmState;
}

async function settle(
  { database }: LlmDeskDependencies,
  { caller, about, kind }: LlmQuestion,
  { client, day, reserved, spent, state }: Settlement,
): Promise<void> {
  const { url, model } = client.settings;
  await database.asTenant(caller.tenantId, async (tx) => {
    await addLlmUsage(tx, day, plus(spent, negative(reserved)));
    const details = {
      kind,
      state,
      model,
      host: new URL(url).host,
      input_tokens: spent.inputTokens,
      output_tokens: spent.outputTokens,
      cost_microunits: spent.costMicrounits,
    };
    await appendAuditEvent(tx, { action: 'llm.asked', actor: caller.actor, target: about, details });
  });
}

function usageOf({ configuration }: LlmDeskDependencies, usage: ChatUsage, requests: number): LlmUsage {
  const { input, output } = configuration.llmPrices;
  // A price is for a million tokens, and the cost in millionths.
  return { requests, ...usage, costMicrounits: Math.ceil(usage.inputTokens * input + usage.outputTokens * output) };
}

function plus(a: LlmUsage, b: LlmUsage): LlmUsage {
  return {
    requests: a.requests + b.requests,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costMicrounits: a.costMicrounits + b.costMicrounits,
  };
}

function negative({ requests, inputTokens, outputTokens, costMicrounits }: LlmUsage): LlmUsage {
  return {
    requests: -requests,
    inputTokens: -inputTokens,
    outputTokens: -outputTokens,
    costMicrounits: -costMicrounits,
  };
}

/** Everything that the answer depends on; of one tenant, and of nobody who asks. */
function contentKey(hmacKey: Buffer, { settings }: LlmClient, { caller, messages }: LlmQuestion): string {
  const { url, model, maxTokens } = settings;
  const hmac = createHmac('sha256', hmacKey);
  hmac.update(JSON.stringify(['llm', caller.tenantId, url, model, maxTokens, messages]));
  return `assay-llm:${hmac.digest('base64url')}`;
}
