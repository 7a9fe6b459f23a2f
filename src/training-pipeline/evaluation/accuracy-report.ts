// How right the confidences were that users saw: the published accuracy report, on their own verdicts.
import type { AccuracyReport } from '../../contract/index.ts';
import { type Database, listShownVerdicts, type ShownVerdict } from '../../database-service/index.ts';
import { calibrationCurve, type ScoredVerdict, scoreFigures } from './scores.ts';

/** The newest of more. */
const MOST_VERDICTS = 200_000;
const FIRST = 5;

/** Whether a verdict says that the finding was worth showing. */
export function isUseful(verdict: ShownVerdict['verdict']): boolean {
  return verdict === 'true_positive' || verdict === 'fixed';
}

/** Reads the verdicts of a tenant and measures. */
export async function accuracyReport(
  database: Database,
  tenantId: string,
  range: { readonly since: Date; readonly until: Date },
): Promise<AccuracyReport> {
  const verdicts = await database.asTenant(tenantId, (tx) => listShownVerdicts(tx, range, MOST_VERDICTS));
  return accuracyOf(verdicts, range);
}

export function accuracyOf(
  verdicts: readonly ShownVerdict[],
  { since, until }: { readonly since: Date; readonly until: Date },
): AccuracyReport {
  const first = verdicts.filter(({ place }) => place <= FIRST);
  const firstUseful = first.filter(({ verdict }) => isUseful(verdict)).length;
  return {
    since: since.toISOString(),
    until: until.toISOString(),
    total: figuresOf(verdicts),
    first_five: {
      verdicts: first.length,
      useful: firstUseful,
      precision: first.length === 0 ? null : firstUseful / first.length,
    },
    rules: [...grouped(verdicts, ({ ruleId }) => ruleId)]
      .map(([rule_id, of]) => ruleOf(rule_id, of))
      .toSorted((a, b) => b.verdicts - a.verdicts || a.rule_id.localeCompare(b.rule_id, 'en')),
    calibration: calibrationCurve(scoredOf(verdicts)).map(({ meanConfidence, usefulShare, ...bin }) => ({
      ...bin,
      mean_confidence: meanConfidence,
      useful_share: usefulShare,
    })),
    months: [...grouped(verdicts, ({ at }) => at.toISOString().slice(0, 7))]
      .map(([month, of]) => ({ month, ...figuresOf(of) }))
      .toSorted((a, b) => a.month.localeCompare(b.month, 'en')),
    models: [...grouped(verdicts, ({ modelDigest }) => modelDigest)].map(([digest, of]) => ({
      digest,
      ...figuresOf(of),
    })),
  };
}

/** Percentages for people. */
export function accuracyText(report: AccuracyReport): string {
  const { total, first_five: five } = report;
  if (total.verdicts === 0) return 'There are no verdicts in this time: there is nothing to measure.\n';
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`.padStart(8);
  const auc = total.auc === null ? '–' : total.auc.toFixed(3);
  const lines = [
    `${total.verdicts} verdicts from ${report.since.slice(0, 10)} to ${report.until.slice(0, 10)}, ${percent(total.useful / total.verdicts).trim()} useful`,
    `log-loss ${total.log_loss.toFixed(3)}   Brier ${total.brier.toFixed(3)}   AUC ${auc}   calibration error ${total.ece.toFixed(3)}`,
    `first five findings of an answer: ${five.precision === null ? '–' : percent(five.precision).trim()} useful, of ${five.verdicts} judged`,
    '',
    'confidence   verdicts    mean   useful',
    ...report.calibration.map(
      (bin) =>
        `${bin.from.toFixed(1)} to ${bin.to.toFixed(1)}   ${String(bin.verdicts).padStart(8)}${percent(bin.mean_confidence)}${percent(bin.useful_share)}`,
    ),
    '',
    'verdicts   useful   confidence   rule',
    ...report.rules.map(
      (rule) =>
        `${String(rule.verdicts).padStart(8)}${percent(rule.precision)} ${percent(rule.mean_confidence)}      ${rule.rule_id}`,
    ),
    '',
    'month     verdicts   log-loss     AUC   calibration error',
    ...report.months.map(
      (month) =>
        `${month.month}   ${String(month.verdicts).padStart(8)}      ${month.log_loss.toFixed(3)}   ${month.auc === null ? '    –' : month.auc.toFixed(3)}   ${month.ece.toFixed(3)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function ruleOf(rule_id: string, verdicts: readonly ShownVerdict[]): AccuracyReport['rules'][number] {
  const useful = verdicts.filter(({ verdict }) => isUseful(verdict)).length;
  const confidence = verdicts.reduce((sum, one) => sum + one.confidence, 0);
  return {
    rule_id,
    verdicts: verdicts.length,
    useful,
    precision: useful / verdicts.length,
    mean_confidence: confidence / verdicts.length,
  };
}

function figuresOf(verdicts: readonly ShownVerdict[]) {
  const { logLoss, ...figures } = scoreFigures(scoredOf(verdicts));
  return { ...figures, log_loss: logLoss };
}

function scoredOf(verdicts: readonly ShownVerdict[]): ScoredVerdict[] {
  return verdicts.map(({ confidence, verdict }) => ({ confidence, useful: isUseful(verdict) }));
}

function grouped<Item>(items: readonly Item[], by: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = by(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
}
