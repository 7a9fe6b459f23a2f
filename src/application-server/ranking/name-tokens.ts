// Names as tokens under a key of the tenant, remembered since the same ones come again and again.
import { LRUCache } from 'lru-cache';
import type { NameToken } from '../../model-service/index.ts';
import { createPseudonymizer, type DataKeyRing } from '../../security/index.ts';

export interface NameTokens {
  readonly token: NameToken;
  /** of the data key that they are made under */
  readonly keyVersion: number;
}

const REMEMBERED_NAMES = 2000;
const known = new WeakMap<DataKeyRing, NameTokens>();

export function nameTokensOf(ring: DataKeyRing): NameTokens {
  const remembered = known.get(ring);
  if (remembered !== undefined) return remembered;
  const names = createPseudonymizer(ring.keyFor('ranking'));
  const tokens = new LRUCache<string, string>({ max: REMEMBERED_NAMES });
  const made: NameTokens = {
    keyVersion: ring.newest.version,
    token(kind, name) {
      const key = `${kind} ${name}`;
      const token = tokens.get(key) ?? names.token(kind, name);
      tokens.set(key, token);
      return token;
    },
  };
  known.set(ring, made);
  return made;
}
