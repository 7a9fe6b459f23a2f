import { describe, expect, it } from 'vitest';
import type { MuteEvidence } from '../../database-service/index.ts';
import { covers, proposeMutes } from './proposals.ts';

function evidence(folder: string, verdicts: number, changes: Partial<MuteEvidence> = {}): MuteEvidence {
  return {
    ruleId: 'weak-hash',
    repository: 'shop',
    folder,
    verdicts,
    dismissed: verdicts,
    voter: 'ann',
    severities: ['medium'],
    feedbackIds: ['v1'],
    ...changes,
  };
}
const folders = (list: readonly MuteEvidence[]) => proposeMutes(list, []).map(({ folder }) => folder);

describe('proposeMutes', () => {
  it('proposes the folder that all verdicts lie in, and a wider one only when several below it agree', () => {
    expect(folders([evidence('tests/unit', 5)])).toEqual(['tests/unit']);
    expect(folders([evidence('tests/unit', 3), evidence('tests/e2e/deep', 3)])).toEqual(['tests']);
    expect(folders([evidence('tests/unit', 5), evidence('src', 5, { dismissed: 0 })])).toEqual(['tests/unit']);
    expect(folders([evidence('./tests/unit', 3), evidence('tests\\unit', 2)])).toEqual(['tests/unit']);
    expect(folders([evidence('', 5)])).toEqual(['']);
    expect(folders([evidence('tests', 3), evidence('tests/unit', 3)])).toEqual(['tests']);
  });

  it('needs five verdicts, not of one person alone where more vote, almost without exception', () => {
    expect(folders([evidence('tests', 4)])).toEqual([]);
    expect(folders([evidence('tests', 9, { dismissed: 8 })])).toEqual([]);
    expect(folders([evidence('tests', 40, { dismissed: 39 })])).toEqual(['tests']);
    expect(folders([evidence('tests', 500), evidence('src', 1, { voter: 'ben' })])).toEqual([]);
    expect(folders([evidence('tests', 3), evidence('tests', 2, { voter: 'ben' })])).toEqual(['tests']);
  });

  it('keeps rules and repositories apart, and proposes nothing that is muted', () => {
    const list = [evidence('tests', 5), evidence('tests', 6, { repository: null })];
    expect(proposeMutes(list, []).map(({ repository, verdicts }) => [repository, verdicts])).toEqual([
      [null, 6],
      ['shop', 5],
    ]);
    const mute = { rule_id: 'weak-hash', repository: 'shop', folder: 'tests' };
    expect(proposeMutes(list, [mute]).map(({ repository }) => repository)).toEqual([null]);
  });
});

describe('covers', () => {
  it('holds below the folder and not beside it', () => {
    const mute = { rule_id: 'weak-hash', repository: 'shop', folder: 'tests' };
    for (const folder of ['tests', 'tests/unit']) expect(covers(mute, { ...mute, folder })).toBe(true);
    for (const folder of ['', 'tests2', 'src/tests']) expect(covers(mute, { ...mute, folder })).toBe(false);
    expect(covers({ ...mute, folder: '' }, { ...mute, folder: 'src' })).toBe(true);
  });
});
