// Search by the beginnings of words: which words a defect is found by, and the condition that a question becomes.
import { type Expression, type SqlBool, sql } from 'kysely';

const WORDS = 48;
const WORD_LENGTH = 48;
const ASKED_WORDS = 8;
/** characters of a path in its index; half as many where they are pairs */
const INDEXED_PATH = 100;
/** sorts behind every text that a word or path goes on with */
const LAST = '\u{10ffff}';

/** Lower-case words of two characters and more; a name like `getUser` also counts by its parts. */
export function searchWords(...texts: readonly string[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    for (const [run] of text.matchAll(/[\p{L}\p{N}_-]{2,}/gu)) {
      const parts = run.split(/[_-]|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u);
      for (const word of [run, ...parts]) {
        if (word.length >= 2) words.add(word.toLowerCase().slice(0, WORD_LENGTH));
        if (words.size === WORDS) return [...words];
      }
    }
  }
  return [...words];
}

/** Defects in which every word of the question begins a word; null when the question has no word to look for. */
export function matchesWords(question: string, defectId: string): Expression<SqlBool> | null {
  const asked = [...question.toLowerCase().matchAll(/[\p{L}\p{N}_-]{2,}/gu)].slice(0, ASKED_WORDS);
  if (asked.length === 0) return null;
  const conditions = asked.map(
    ([word]) => sql<SqlBool>`${sql.ref(defectId)} in (
      select id from defect_words, unnest(defect_ids) as id where word >= ${word} and word < ${word + LAST})`,
  );
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

/** The rules that found this weakness, for conditions that go on to look at the weakness itself. */
export function rulesOf(cwe: string) {
  return sql`(select rule_id from rule_weaknesses where cwe = ${cwe})`;
}

/** Paths that begin so, by the index over their beginnings. */
export function beginsWith(prefix: string): Expression<SqlBool> {
  const start = prefix.slice(0, INDEXED_PATH);
  const begin = sql<SqlBool>`path_start >= ${start} and path_start < ${start + LAST}`;
  return prefix.length <= INDEXED_PATH ? begin : sql<SqlBool>`${begin} and starts_with(path, ${prefix})`;
}
