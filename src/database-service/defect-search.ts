// Search by the beginnings of words: which words a defect is found by, and the condition that a question becomes.
import { type Expression, type SqlBool, sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { storableText } from './storable.ts';

const WORDS = 48;
const WORD_LENGTH = 48;
const ASKED_WORDS = 8;
/**
 * Collecting and sorting these takes some 100 ms. Of half a million defects one in twenty has a more common word, and a page is soon
 * full, unless all that have it are old: walking up to them takes seconds, which is why the bound is not lower.
 */
const COMMON_WORD_DEFECTS = 25_000;
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

/** A beginning of words that a question asks for, and how its defects are come by. */
export interface AskedWord {
  readonly start: string;
  /** how many defects have it, as far as was counted */
  readonly defects: number;
  /** Begins words of so many defects that it is quicker to look at defects in turn than to collect those with the word. */
  readonly common: boolean;
}

/** The words of a question, at most 8; none when it has no word to look for. */
export async function readAskedWords(tx: TenantTransaction, question: string): Promise<AskedWord[]> {
  const starts = [
    ...storableText(question)
      .toLowerCase()
      .matchAll(/[\p{L}\p{N}_-]{2,}/gu),
  ].slice(0, ASKED_WORDS);
  const asked: AskedWord[] = [];
  for (const [start] of starts) {
    const { rows } = await sql<{ defects: number }>`
      select coalesce(sum(cardinality(defect_ids)), 0)::int as defects from (
        select defect_ids from defect_words where ${beginsWord(start)} limit ${COMMON_WORD_DEFECTS}) as counted`.execute(
      tx,
    );
    const defects = rows[0]?.defects ?? 0;
    asked.push({ start, defects, common: defects >= COMMON_WORD_DEFECTS });
  }
  return asked;
}

/** Of a row of `defects`: each of the words begins one of its words. */
export function hasWords(words: readonly AskedWord[]): Expression<SqlBool> {
  return sql<SqlBool>`${sql.join(
    words.map(({ start, common }) => (common ? hasCommonWord(start) : sql`defects.defect_id in ${havingWord(start)}`)),
    sql` and `,
  )}`;
}

/** The word that fewest defects have; null where all of them are common. */
export function rarestOf(words: readonly AskedWord[]): AskedWord | null {
  const [rarest] = words.filter(({ common }) => !common).toSorted((a, b) => a.defects - b.defects);
  return rarest ?? null;
}

/** The ids of the defects with a word, in order: whatever else is asked of them is asked in that order, until a page is full. */
export function defectsWithWord({ start }: AskedWord, order: 'asc' | 'desc') {
  return sql`(select distinct id from defect_words, unnest(defect_ids) as id where ${beginsWord(start)}
    order by id ${sql.raw(order)})`;
}

/** Of a row of `issues`: each of the words begins a word of the defect that it is. */
export function isOfDefectWithWords(words: readonly AskedWord[]): Expression<SqlBool> {
  const conditions = words.map(({ start, common }) =>
    common
      ? sql`coalesce((select ${hasCommonWord(start)} from defects where defects.tenant_id = issues.tenant_id
          and defects.defect_id = issues.defect_id), false)`
      : sql`issues.defect_id in ${havingWord(start)}`,
  );
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

function beginsWord(start: string) {
  return sql`word >= ${start} and word < ${start + LAST}`;
}

function havingWord(start: string) {
  return sql`(select id from defect_words, unnest(defect_ids) as id where ${beginsWord(start)})`;
}

/** With a limit the planner cannot make it a join over all that have the word: it is asked row by row, until a page is full. */
function hasCommonWord(start: string) {
  return sql`coalesce((select true from defect_words where defect_words.tenant_id = defects.tenant_id
    and defect_words.batch_id = defects.word_batch_id and ${beginsWord(start)}
    and defect_words.defect_ids @> array[defects.defect_id] limit 1), false)`;
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
