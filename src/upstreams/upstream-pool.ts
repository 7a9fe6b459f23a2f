// The processes of another role that this one calls: which of them answer, and which takes the next request.
import { lookup } from 'node:dns/promises';
import { createMember, type Member, type Upstream } from './pool-member.ts';

export type { Upstream } from './pool-member.ts';

const CHECK_INTERVAL_MS = 1000;

export interface UpstreamPool {
  /** the least busy of those that answer and were not tried yet; taken in turns */
  choose(tried: ReadonlySet<Upstream>): Upstream | null;
  /** how many would be chosen from */
  available(): number;
  /** those that there are, by the last look at their names */
  members(): readonly Upstream[];
  /** Resolves after every upstream was checked once; goes on checking until closed. */
  start(): Promise<void>;
  close(): void;
}

export interface UpstreamPoolOptions {
  /** `http://host:port` or `https://…`; every address that the name of the host has is a member */
  readonly origins: readonly string[];
  /** a member begins or ceases to be ready */
  readonly onChange: (upstream: string, isReady: boolean) => void;
  /** the header fields of a `/readyz` that says yes: whether this member is one to be used; default any */
  readonly accepts?: (headers: Readonly<Record<string, string | string[] | undefined>>) => boolean;
}

/** Every member is taken for ready until it was asked. */
export function createUpstreamPool({ origins, onChange, accepts = () => true }: UpstreamPoolOptions): UpstreamPool {
  const members = new Map<string, Member>();
  const place = (origin: string, address: string | null) => {
    const name = address === null ? origin : `${origin} (${address})`;
    const known = members.get(name);
    if (known !== undefined) return known;
    const member = createMember({ origin, address, name, accepts, onChange });
    members.set(name, member);
    return member;
  };
  // Until the first look-up: a request that comes before it is sent to where the name leads.
  for (const origin of origins) place(origin, null);
  const isAvailable = ({ isReady, circuit }: Member) => isReady() && circuit.allows();
  let turn = 0;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  const resolveAll = async () => {
    const present = (await Promise.all(origins.map(addressesOf))).flatMap((addresses, index) =>
      addresses.map((address) => place(origins[index] ?? '', address)),
    );
    for (const [name, member] of members) {
      if (present.includes(member)) continue;
      member.close();
      members.delete(name);
    }
  };
  /** One address is what the name leads to anyhow; a name that is not found now may be found again. */
  const addressesOf = async (origin: string): Promise<readonly (string | null)[]> => {
    const { hostname } = new URL(origin);
    const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => []);
    if (found.length > 1) return found.map(({ address }) => address);
    if (found.length === 1) return [null];
    const kept = [...members.values()].filter((member) => member.origin === origin);
    return kept.map(({ address }) => address);
  };
  const checkAll = async () => {
    await resolveAll();
    await Promise.all([...members.values()].map(({ check }) => check()));
    if (!isClosed) timer = setTimeout(checkAll, CHECK_INTERVAL_MS).unref();
  };
  return {
    choose(tried) {
      turn++;
      let chosen: Member | null = null;
      const all = [...members.values()];
      for (let offset = 0; offset < all.length; offset++) {
        const member = all[(turn + offset) % all.length];
        if (member === undefined || tried.has(member) || !isAvailable(member)) continue;
        if (chosen === null || member.load() < chosen.load()) chosen = member;
      }
      return chosen;
    },
    available: () => [...members.values()].filter(isAvailable).length,
    members: () => [...members.values()],
    start: checkAll,
    close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      for (const member of members.values()) member.close();
    },
  };
}
