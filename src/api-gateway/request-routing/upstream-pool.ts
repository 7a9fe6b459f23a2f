// The application servers that a gateway forwards to: which of them answer, and which takes the next request.
import type { Logger } from '../../monitoring/index.ts';
import { type Circuit, createCircuit } from './circuit.ts';
import { createExchanger, ExchangeFailure, type ExchangeLimits, type OutgoingCall, type Reply } from './exchange.ts';

const CHECK_INTERVAL_MS = 1000;
const CHECK_TIMEOUT_MS = 2000;
/** A busy server may miss one check; one that says itself that it is not ready is believed at once. */
const MISSED_CHECKS_TO_EJECT = 2;

export interface Upstream {
  readonly origin: string;
  /** Throws ExchangeFailure. */
  exchange(call: OutgoingCall, limits: ExchangeLimits): Promise<Reply>;
}

export interface UpstreamPool {
  /** the one with the fewest requests under way of those that answer and were not tried yet; taken in turns */
  choose(tried: ReadonlySet<Upstream>): Upstream | null;
  /** how many would be chosen from */
  available(): number;
  /** Resolves after every upstream was checked once; goes on checking until closed. */
  start(): Promise<void>;
  close(): void;
}

interface Member extends Upstream {
  readonly circuit: Circuit;
  readonly check: () => Promise<void>;
  readonly close: () => void;
  pending: number;
  isReady: boolean;
}

export function createUpstreamPool(origins: readonly string[], logger: Logger): UpstreamPool {
  const members = origins.map((origin) => createMember(origin, logger));
  const isAvailable = ({ isReady, circuit }: Member) => isReady && circuit.allows();
  let turn = 0;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  const checkAll = async () => {
    await Promise.all(members.map(({ check }) => check()));
    if (!isClosed) timer = setTimeout(checkAll, CHECK_INTERVAL_MS).unref();
  };
  return {
    choose(tried) {
      turn++;
      let chosen: Member | null = null;
      for (let offset = 0; offset < members.length; offset++) {
        const member = members[(turn + offset) % members.length];
        if (member === undefined || tried.has(member) || !isAvailable(member)) continue;
        if (chosen === null || member.pending < chosen.pending) chosen = member;
      }
      return chosen;
    },
    available: () => members.filter(isAvailable).length,
    start: checkAll,
    close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      for (const member of members) member.close();
    },
  };
}

function createMember(origin: string, logger: Logger): Member {
  const { exchange, close } = createExchanger(origin);
  const circuit = createCircuit();
  const closing = new AbortController();
  let missed = 0;
  const setReady = (isReady: boolean) => {
    if (isReady === member.isReady) return;
    member.isReady = isReady;
    logger[isReady ? 'info' : 'warn'](
      { upstream: origin },
      isReady ? 'an upstream is ready' : 'an upstream is not ready',
    );
  };
  const member: Member = {
    origin,
    circuit,
    pending: 0,
    isReady: true,
    async exchange(call, limits) {
      member.pending++;
      circuit.begin();
      try {
        const reply = await exchange(call, limits);
        circuit.succeed();
        return reply;
      } catch (failure) {
        if (failure instanceof ExchangeFailure && failure.kind === 'aborted') circuit.abandon();
        else circuit.fail();
        throw failure;
      } finally {
        member.pending--;
      }
    },
    async check() {
      const call = { method: 'GET', path: '/readyz', headers: {}, body: null };
      try {
        const { status } = await exchange(call, { timeoutMs: CHECK_TIMEOUT_MS, signal: closing.signal });
        missed = 0;
        setReady(status === 200);
      } catch {
        missed++;
        if (missed >= MISSED_CHECKS_TO_EJECT) setReady(false);
      }
    },
    close() {
      closing.abort();
      close();
    },
  };
  return member;
}
