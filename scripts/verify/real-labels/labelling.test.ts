import { describe, expect, it } from 'vitest';
import { createLabelling } from './labelling.ts';
import { type Corpus, loadScorer, type ScoredFinding } from './scorer.ts';

const scorer = await loadScorer();
const unit = { id: 'one', file: 'files/one.py', name: 'src/one.py', language: 'python' };
const corpusOf = (changes: Partial<Corpus>): Corpus => {
  return { corpus: 'sample', dir: '/', mode: 'lines', commit: '', units: [], ...changes };
};
const findingAt = (line: number, cwe = 89): ScoredFinding => {
  const said = { category: 'security', severity: 'high', confidence: 0.8, rule: 'some-rule' };
  return { line, endLine: line, cwe: [cwe], ...said };
};
const mark = (line: number, bad: boolean) => ({ line, bad, cwe: [89], rule: 'r', category: 'security' });

describe('labels of findings', () => {
  it('are those of the nearest line that speaks of the same weakness', () => {
    const file = { ...unit, group: 'python', marks: [mark(10, true), mark(20, false)] };
    const labelOf = createLabelling(scorer, corpusOf({ files: [file] }), unit.file);
    expect(labelOf(findingAt(10))).toEqual({ isTrue: true, group: 'python' });
    expect(labelOf(findingAt(21))).toEqual({ isTrue: false, group: 'python' });
    expect(labelOf(findingAt(15))).toBeNull();
    expect(labelOf(findingAt(10, 601))).toBeNull();
  });

  it('are false in a file that is safe as a whole', () => {
    const file = { ...unit, group: 'safe', marks: [], safeFile: 'rule', ruleCwe: [89] };
    const labelOf = createLabelling(scorer, corpusOf({ files: [file] }), unit.file);
    expect(labelOf(findingAt(3))).toEqual({ isTrue: false, group: 'safe' });
    expect(labelOf(findingAt(3, 601))).toBeNull();
  });

  it('are those of the case whose weakness the finding names', () => {
    const safe = { ...unit, category: 'sqli', cwe: [89], vulnerable: false };
    const other = { ...unit, id: 'two', file: 'files/two.py', category: 'sqli', cwe: [89], vulnerable: true };
    const corpus = corpusOf({ mode: 'case', cases: [safe, other] });
    expect(createLabelling(scorer, corpus, unit.file)(findingAt(3))).toEqual({ isTrue: false, group: 'sqli' });
    expect(createLabelling(scorer, corpus, other.file)(findingAt(3))).toEqual({ isTrue: true, group: 'sqli' });
    expect(createLabelling(scorer, corpus, other.file)(findingAt(3, 601))).toBeNull();
  });
});
