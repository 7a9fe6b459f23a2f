// What people make of findings, and how far models have drifted: over all tenants, none of which can be told from it.
import { Counter, Gauge, type Registry } from 'prom-client';

export interface JudgedFinding {
  /** a built-in rule, or null for one of a tenant's own: their names are theirs */
  readonly rule: string | null;
  /** among the findings of its answer, by confidence; 1 is the first */
  readonly place: number;
  readonly useful: boolean;
}

/** By what has drifted: the largest index of any tenant, and how many tenants are above the limit. */
export type Drifts = ReadonlyMap<string, { readonly index: number; readonly tenants: number }>;

const FIRST = 5;
/** The job looks every hour, on one replica: what another saw before is not true any more. */
const HOLDS_MS = 2.5 * 3_600_000;

export function createModelSeries(registers: Registry[]) {
  const ruleVerdicts = new Counter({
    name: 'assay_rule_verdicts_total',
    help: 'Verdicts on findings, by built-in rule (own: rules of tenants) and by what they say.',
    labelNames: ['rule', 'outcome'],
    registers,
  });
  const firstFive = new Counter({
    name: 'assay_first_five_verdicts_total',
    help: 'Verdicts on findings that were among the first five of their answer, by what they say.',
    labelNames: ['outcome'],
    registers,
  });
  let watched: { readonly at: number; readonly drifts: Drifts } = { at: 0, drifts: new Map() };
  const gauge = (name: string, help: string, value: 'index' | 'tenants') =>
    new Gauge({
      name,
      help,
      labelNames: ['of'],
      registers,
      collect() {
        this.reset();
        if (Date.now() - watched.at > HOLDS_MS) return;
        for (const [of, drift] of watched.drifts) this.set({ of }, drift[value]);
      },
    });
  gauge('assay_model_drift', 'The largest population stability index of any tenant, by what has drifted.', 'index');
  gauge('assay_model_drift_tenants', 'Tenants whose index is above 0.25, by what has drifted.', 'tenants');
  return {
    findingJudged({ rule, place, useful }: JudgedFinding): void {
      const outcome = useful ? 'useful' : 'not_useful';
      ruleVerdicts.inc({ rule: rule ?? 'own', outcome });
      if (place <= FIRST) firstFive.inc({ outcome });
    },
    modelsWatched(drifts: Drifts): void {
      watched = { at: Date.now(), drifts };
    },
  };
}
