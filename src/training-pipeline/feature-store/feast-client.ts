// Feast's Python feature server as a feature store: POST /get-online-features. deploy/feast defines the features.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { RANKING_COUNTS, type RankingCounts, type RankingEntity } from '../../database-service/index.ts';

/** An answer is waited for: whoever takes longer is left out. */
const TIMEOUT_MS = 100;

const Answer = Type.Object({
  metadata: Type.Object({ feature_names: Type.Array(Type.String()) }),
  results: Type.Array(Type.Object({ values: Type.Array(Type.Unknown()) })),
});
const isAnswer = Compile(Answer);

const VIEWS = { rule: 'feature_rules', place: 'feature_places', repository: 'feature_repositories' } as const;
const FEATURES = RANKING_COUNTS.map((name) => `${VIEWS[prefixOf(name)]}:${name}`);

export function createFeastClient(url: string, timeoutMs = TIMEOUT_MS) {
  const address = `${url.replace(/\/+$/, '')}/get-online-features`;
  return {
    /** Throws when Feast does not answer in time, or not what was asked for. */
    async countsOf(tenantId: string, entities: readonly RankingEntity[]): Promise<RankingCounts[]> {
      if (entities.length === 0) return [];
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          features: FEATURES,
          entities: {
            tenant_id: entities.map(() => tenantId),
            rule: entities.map(({ rule }) => rule),
            folder: entities.map(({ folder }) => folder),
            repository: entities.map(({ repository }) => repository),
          },
        }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!answer.ok) throw new Error(`Feast answered ${answer.status}.`);
      const body: unknown = await answer.json();
      if (!isAnswer.Check(body)) throw new Error('What Feast answered are no online features.');
      return countsIn(body, entities.length);
    },
  };
}

function countsIn({ metadata, results }: Static<typeof Answer>, rows: number): RankingCounts[] {
  const columns = RANKING_COUNTS.map((name) => {
    const values = results[metadata.feature_names.indexOf(name)]?.values;
    if (values?.length !== rows) throw new Error(`Feast did not answer ${name}.`);
    return [name, values] as const;
  });
  return Array.from({ length: rows }, (_, row) => {
    // What nobody has judged is null.
    const counts = columns.map(([name, values]) => [name, Number(values[row] ?? 0)] as const);
    return Object.fromEntries(counts) as unknown as RankingCounts;
  });
}

function prefixOf(name: (typeof RANKING_COUNTS)[number]): keyof typeof VIEWS {
  if (name.startsWith('rule')) return 'rule';
  return name.startsWith('place') ? 'place' : 'repository';
}
