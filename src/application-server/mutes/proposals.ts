// What verdicts suggest to mute: a rule in the widest folder below which a team has dismissed it consistently.
import { type Mute, type MuteProposal, SEVERITIES, type Severity } from '../../contract/index.ts';
import type { MuteEvidence } from '../../database-service/index.ts';
import { normalFolder } from './folders.ts';

const LEAST_VERDICTS = 5;
const LEAST_SHARE = 0.95;
/** where more than one person votes at all: of others than whoever gave most */
const LEAST_OF_OTHERS = 2;
const SHOWN_IDS = 20;
const MOST_PROPOSALS = 100;

interface Place {
  readonly folder: string;
  verdicts: number;
  dismissed: number;
  /** verdicts by voter */
  readonly voters: Map<string, number>;
  readonly severities: Set<Severity>;
  readonly feedbackIds: string[];
  /** folders right below it that have verdicts, and its own files where they have */
  readonly parts: Set<string>;
}

/** Most verdicts first. What is muted already is not proposed again. */
export function proposeMutes(evidence: readonly MuteEvidence[], mutes: readonly Mute[]): MuteProposal[] {
  const ofOthers = new Set(evidence.map(({ voter }) => voter)).size > 1 ? LEAST_OF_OTHERS : 0;
  const proposals: MuteProposal[] = [];
  for (const [key, places] of placesOf(evidence)) {
    const [ruleId, repository] = JSON.parse(key) as [string, string | null];
    const isFit = (place: Place) =>
      place.verdicts >= LEAST_VERDICTS &&
      place.dismissed >= LEAST_SHARE * place.verdicts &&
      place.verdicts - Math.max(...place.voters.values()) >= ofOthers;
    for (const place of widest(places, isFit)) {
      const proposal = toProposal(ruleId, repository, place);
      if (!mutes.some((mute) => covers(mute, proposal))) proposals.push(proposal);
    }
  }
  return proposals.sort((a, b) => b.verdicts - a.verdicts || (a.rule_id < b.rule_id ? -1 : 1)).slice(0, MOST_PROPOSALS);
}

/** Whether the mute holds for this rule in this folder of this repository; both as `normalFolder` has them. */
export function covers(mute: Mute, place: Mute): boolean {
  if (mute.rule_id !== place.rule_id || mute.repository !== place.repository) return false;
  return mute.folder === '' || place.folder === mute.folder || place.folder.startsWith(`${mute.folder}/`);
}

/** By rule and repository: every folder above a verdict, by its path. */
function placesOf(evidence: readonly MuteEvidence[]): Map<string, Map<string, Place>> {
  const byRule = new Map<string, Map<string, Place>>();
  for (const one of evidence) {
    const key = JSON.stringify([one.ruleId, one.repository]);
    const places = byRule.get(key) ?? new Map<string, Place>();
    byRule.set(key, places);
    let part = '.';
    for (let folder: string | null = normalFolder(one.folder); folder !== null; folder = parentOf(folder)) {
      const place = places.get(folder) ?? newPlace(folder);
      places.set(folder, place);
      place.verdicts += one.verdicts;
      place.dismissed += one.dismissed;
      place.voters.set(one.voter, (place.voters.get(one.voter) ?? 0) + one.verdicts);
      for (const severity of one.severities) place.severities.add(severity);
      place.feedbackIds.push(...one.feedbackIds);
      place.parts.add(part);
      part = folder;
    }
  }
  return byRule;
}

function newPlace(folder: string): Place {
  return {
    folder,
    verdicts: 0,
    dismissed: 0,
    voters: new Map(),
    severities: new Set(),
    feedbackIds: [],
    parts: new Set(),
  };
}

/** null above the top */
function parentOf(folder: string): string | null {
  if (folder === '') return null;
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
}

/** The topmost that fit; of those with all verdicts in one folder below, that folder: nothing was said of the rest. */
function widest(places: ReadonlyMap<string, Place>, isFit: (place: Place) => boolean): Place[] {
  const found: Place[] = [];
  const waiting = [...places.values()].filter(({ folder }) => folder === '');
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const below = [...place.parts].flatMap((part) => places.get(part) ?? []).filter((one) => one !== place);
    const isNarrow = place.parts.size === 1 && below.length === 1;
    if (isFit(place) && !isNarrow) found.push(place);
    else waiting.push(...below);
  }
  return found;
}

function toProposal(ruleId: string, repository: string | null, place: Place): MuteProposal {
  return {
    rule_id: ruleId,
    repository,
    folder: place.folder,
    verdicts: place.verdicts,
    dismissed: place.dismissed,
    users: place.voters.size,
    gravest: SEVERITIES.find((severity) => place.severities.has(severity)) ?? 'info',
    feedback_ids: place.feedbackIds.slice(0, SHOWN_IDS),
  };
}
