// What a language model has cost a tenant, by day (UTC): what its budget is held against.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';

export interface LlmUsage {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** millionths of the currency that the prices are in */
  readonly costMicrounits: number;
}

/** Adds to the day; returns what it comes to. `day` is YYYY-MM-DD. */
export async function addLlmUsage(tx: TenantTransaction, day: string, usage: LlmUsage): Promise<LlmUsage> {
  const { rows } = await sql<UsageRow>`
    insert into llm_usage (day, requests, input_tokens, output_tokens, cost_microunits)
    values (${day}, ${usage.requests}, ${usage.inputTokens}, ${usage.outputTokens}, ${usage.costMicrounits})
    on conflict (tenant_id, day) do update set requests = llm_usage.requests + excluded.requests,
      input_tokens = llm_usage.input_tokens + excluded.input_tokens,
      output_tokens = llm_usage.output_tokens + excluded.output_tokens,
      cost_microunits = llm_usage.cost_microunits + excluded.cost_microunits
    returning requests, input_tokens, output_tokens, cost_microunits`.execute(tx);
  return toUsage(rows[0]);
}

export async function findLlmUsage(tx: TenantTransaction, day: string): Promise<LlmUsage> {
  const { rows } = await sql<UsageRow>`
    select requests, input_tokens, output_tokens, cost_microunits from llm_usage where day = ${day}`.execute(tx);
  return toUsage(rows[0]);
}

interface UsageRow {
  readonly requests: number;
  readonly input_tokens: string;
  readonly output_tokens: string;
  readonly cost_microunits: string;
}

function toUsage(row: UsageRow | undefined): LlmUsage {
  return {
    requests: row?.requests ?? 0,
    inputTokens: Number(row?.input_tokens ?? 0),
    outputTokens: Number(row?.output_tokens ?? 0),
    costMicrounits: Number(row?.cost_microunits ?? 0),
  };
}
