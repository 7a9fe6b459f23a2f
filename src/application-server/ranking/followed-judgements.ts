// What is in force after a few changes, without reading everything anew; the same as if it had been.
import { type JudgementRecord, MOST_JUDGEMENTS, MOST_OF_VOTER, MOST_VOTERS } from '../../database-service/index.ts';

type Judgements = ReadonlyMap<number, JudgementRecord>;

/**
 * By version, the newest of each voter as `listJudgements` has them. null where the database alone can tell: older
 * judgements move up when one of a voter who has given more than are kept has ended, and so do voters.
 */
export function followedJudgements(before: Judgements, changes: readonly JudgementRecord[]): Judgements | null {
  if (changes.length === 0) return before;
  const records = new Map(before);
  for (const record of changes) {
    if (record.validUntil === null) records.set(record.version, record);
    else records.delete(record.version);
  }
  const earlier = versionsByVoter(before);
  const voters = versionsByVoter(records);
  if (Math.max(earlier.size, voters.size) >= MOST_VOTERS) return null;
  for (const [voter, versions] of earlier) {
    if (versions.length >= MOST_OF_VOTER && (voters.get(voter)?.length ?? 0) < MOST_OF_VOTER) return null;
  }
  for (const versions of voters.values()) {
    for (const version of versions.slice(0, -MOST_OF_VOTER)) records.delete(version);
  }
  return records.size <= MOST_JUDGEMENTS ? records : null;
}

/** Oldest first. */
function versionsByVoter(records: Judgements): Map<string, number[]> {
  const voters = new Map<string, number[]>();
  for (const { actor, version } of records.values()) {
    const versions = voters.get(actor);
    if (versions === undefined) voters.set(actor, [version]);
    else versions.push(version);
  }
  return voters;
}
