// From what the model found to what the user should look at: filters, dismissals, states and ids.
import { v7 as uuidv7 } from 'uuid';
import { type Issue, type Mute, SEVERITIES, type Severity } from '../../contract/index.ts';
import { folderOf, normalMutes } from '../mutes/folders.ts';
import { covers } from '../mutes/proposals.ts';
import type { RankedIssue } from '../ranking/ranked-issues.ts';
import type { Preferences } from './request-preferences.ts';

export interface Presentation {
  /** in the order of the model, suppressed ones only when they were asked for */
  readonly issues: readonly Issue[];
  readonly suppressedCount: number;
  /** by issue id: the severity that decides who may dismiss it, which a user's own preferences do not change */
  readonly governedSeverities: ReadonlyMap<string, Severity>;
  readonly shown: ReadonlyMap<RankedIssue, Issue>;
}

export interface PresentationContext {
  readonly preferences: Preferences;
  /** where the code lies; mutes hold in one */
  readonly repository: string | null;
  /** what is dismissed in the scope of the request, with the reason */
  readonly dismissed: ReadonlyMap<RankedIssue, string | null>;
  /** what the baseline analysis had, too */
  readonly known: ReadonlySet<RankedIssue>;
}

export function present(found: readonly RankedIssue[], context: PresentationContext): Presentation {
  const { preferences } = context;
  const gravest = SEVERITIES.indexOf(preferences.minimumSeverity);
  const mutes = normalMutes(preferences.mutes);
  const shown = new Map<RankedIssue, Issue>();
  const governedSeverities = new Map<string, Severity>();
  let suppressedCount = 0;
  for (const issue of found) {
    const severity = overridden(preferences.severityOverrides, issue);
    const governed = overridden(preferences.governedSeverities, issue);
    if (sureness(issue, governed) < preferences.minimumConfidence) continue;
    if (SEVERITIES.indexOf(severity) > gravest) continue;
    const reason = suppressionReason(issue, context, mutes);
    if (reason !== null) suppressedCount++;
    if (reason !== null && !preferences.includeSuppressed) continue;
    const wire = { ...toWire(issue, reason, context.known), severity };
    shown.set(issue, wire);
    governedSeverities.set(wire.id, governed);
  }
  return { issues: [...shown.values()], suppressedCount, governedSeverities, shown };
}

/** Own rules choose their ids, `constructor` among them: only what was written counts. */
function overridden(severities: Readonly<Record<string, Severity>>, { ruleId, severity }: RankedIssue): Severity {
  return (Object.hasOwn(severities, ruleId) ? severities[ruleId] : undefined) ?? severity;
}

/** Verdicts on others may move a critical finding down, never out of sight: only a verdict on itself does that. */
function sureness({ confidence, engine, severity }: RankedIssue, governed: Severity): number {
  return severity === 'critical' || governed === 'critical' ? Math.max(confidence, engine.confidence) : confidence;
}

function suppressionReason(
  issue: RankedIssue,
  { dismissed, repository }: PresentationContext,
  mutes: readonly Mute[],
): string | null {
  if (issue.suppressedBy !== null) return `Suppressed in the code: ${issue.suppressedBy || 'no reason given'}`;
  if (dismissed.has(issue)) return `Dismissed: ${dismissed.get(issue) ?? 'no reason given'}`;
  const place = { rule_id: issue.ruleId, repository, folder: folderOf(issue.location.path) };
  const mute = mutes.find((one) => covers(one, place));
  if (mute === undefined) return null;
  return `Muted: ${issue.ruleId} ${mute.folder === '' ? 'everywhere in the repository' : `below ${mute.folder}`}`;
}

function toWire(issue: RankedIssue, reason: string | null, known: PresentationContext['known']): Issue {
  const unsuppressed = known.has(issue) ? 'known' : 'new';
  return {
    id: uuidv7(),
    fingerprint: issue.fingerprint,
    rule_id: issue.ruleId,
    message: issue.message,
    severity: issue.severity,
    category: issue.category,
    confidence: issue.confidence,
    engine: { ...issue.engine },
    cwe: [...issue.cwe],
    location: issue.location,
    within: issue.within,
    trace: [...issue.trace],
    // The model's own suggestion ids need not be unique between analyses; outcomes are reported under these.
    suggestions: issue.suggestions.map((suggestion) => ({ ...suggestion, id: uuidv7() })),
    state: reason === null ? unsuppressed : 'suppressed',
    ...(reason !== null && { suppression_reason: reason }),
    help_url: issue.helpUrl,
  };
}
