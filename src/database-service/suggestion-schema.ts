// The tables of suggestions, as TypeScript sees them.
import type { ColumnType, Generated } from 'kysely';

type BigInteger = ColumnType<string, string | number, string | number>;

export interface SuggestionSchema {
  suggestion_outcomes: {
    tenant_id: Generated<string>;
    version: BigInteger;
    valid_until: BigInteger | null;
    outcome_id: string;
    analysis_id: string;
    issue_id: string;
    suggestion_id: string;
    actor: string;
    is_service: boolean;
    rule_id: string;
    template: string;
    size: string;
    source: string;
    outcome: string;
    given_at: ColumnType<Date, Date | undefined, never>;
  };
  llm_usage: {
    tenant_id: Generated<string>;
    day: ColumnType<string, string, string>;
    requests: number;
    input_tokens: BigInteger;
    output_tokens: BigInteger;
    cost_microunits: BigInteger;
  };
}
