import { describe, expect, it } from 'vitest';
import { type JudgementRecord, MOST_OF_VOTER, MOST_VOTERS } from '../../database-service/index.ts';
import { followedJudgements } from './followed-judgements.ts';

function judgement(version: number, actor = 'ann', validUntil: number | null = null): JudgementRecord {
  return {
    version,
    validUntil,
    actor,
    feedbackId: `f${version}`,
    analysisId: 'a',
    issueId: 'i',
    subject: `s${version}`,
    role: 'owner',
    isService: false,
    verdict: 'false_positive',
    isProposed: false,
    features: {},
    keyVersion: 1,
    judgedAt: new Date(0),
  };
}
const known = (records: readonly JudgementRecord[]) => new Map(records.map((record) => [record.version, record]));
const many = (count: number, from = 1) => Array.from({ length: count }, (_, index) => judgement(from + index));
const versions = (records: ReadonlyMap<number, JudgementRecord> | null) => records && [...records.keys()];

describe('followedJudgements', () => {
  it('adds what was made and takes out what has ended', () => {
    const before = known([judgement(1), judgement(2, 'ben')]);
    expect(followedJudgements(before, [])).toBe(before);
    expect(versions(followedJudgements(before, [judgement(1, 'ann', 3), judgement(3)]))).toEqual([2, 3]);
  });

  it('keeps the newest of a voter, as many as a full reading does, and all of the others', () => {
    const before = known([judgement(1, 'ben'), ...many(MOST_OF_VOTER, 2)]);
    const added = many(3, MOST_OF_VOTER + 2);
    const after = followedJudgements(before, added);
    expect(versions(after)).toEqual([1, ...many(MOST_OF_VOTER, 5).map(({ version }) => version)]);
    expect(after?.size).toBe(MOST_OF_VOTER + 1);
    const replaced = [judgement(5, 'ann', MOST_OF_VOTER + 5), judgement(MOST_OF_VOTER + 5)];
    expect(after && followedJudgements(after, replaced)?.size).toBe(MOST_OF_VOTER + 1);
  });

  it('cannot tell what moves up for one that has ended, or among too many voters', () => {
    const full = known(many(MOST_OF_VOTER));
    expect(followedJudgements(full, [judgement(7, 'ann', MOST_OF_VOTER + 1)])).toBeNull();
    const crowd = known(Array.from({ length: MOST_VOTERS - 1 }, (_, index) => judgement(index + 1, `voter ${index}`)));
    expect(followedJudgements(crowd, [judgement(MOST_VOTERS, 'one more')])).toBeNull();
  });
});
