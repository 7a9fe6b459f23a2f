// One process of another role: whether it is ready, how busy it is, and the calls to it.
import { type Circuit, createCircuit } from './circuit.ts';
import { createExchanger, ExchangeFailure, type ExchangeLimits, type OutgoingCall, type Reply } from './exchange.ts';

const CHECK_TIMEOUT_MS = 2000;
/** A busy server may miss one check; one that says itself that it is not ready is believed at once. */
const MISSED_CHECKS_TO_EJECT = 2;
/** In what a member answers: how many requests it has taken and not answered, whoever sent them. */
const LOAD_HEADER = 'assay-load';

export interface Upstream {
  /** origin, with the address where the name stands for several */
  readonly name: string;
  /** requests that it has and has not answered, as far as is known here */
  load(): number;
  /** Throws ExchangeFailure. */
  exchange(call: OutgoingCall, limits: ExchangeLimits): Promise<Reply>;
}

export interface Member extends Upstream {
  readonly origin: string;
  readonly address: string | null;
  readonly circuit: Circuit;
  isReady(): boolean;
  check(): Promise<void>;
  /** What is under way there is still answered. */
  close(): void;
}

interface MemberOptions {
  readonly origin: string;
  /** null: where the name of the origin leads */
  readonly address: string | null;
  readonly name: string;
  readonly accepts: (headers: Reply['headers']) => boolean;
  readonly onChange: (name: string, isReady: boolean) => void;
}

export function createMember({ origin, address, name, accepts, onChange }: MemberOptions): Member {
  const { exchange, close } = createExchanger(origin, address);
  const closeWhenIdle = () => {
    if (closing.signal.aborted && pending === 0) close();
  };
  const circuit = createCircuit();
  const closing = new AbortController();
  let missed = 0;
  let isReady = true;
  let pending = 0;
  let others = 0;
  const setReady = (now: boolean) => {
    if (now === isReady || closing.signal.aborted) return;
    isReady = now;
    onChange(name, now);
  };
  const hear = (headers: Reply['headers'], mine: number) => {
    const told = Number(headers[LOAD_HEADER]);
    if (Number.isFinite(told)) others = Math.max(0, told - mine);
  };
  return {
    origin,
    address,
    name,
    circuit,
    load: () => pending + others,
    isReady: () => isReady,
    async exchange(call, limits) {
      pending++;
      circuit.begin();
      try {
        const reply = await exchange(call, limits);
        circuit.succeed();
        hear(reply.headers, pending - 1);
        return reply;
      } catch (failure) {
        if (failure instanceof ExchangeFailure && failure.kind === 'aborted') circuit.abandon();
        else circuit.fail();
        throw failure;
      } finally {
        pending--;
        closeWhenIdle();
      }
    },
    async check() {
      const call = { method: 'GET', path: '/readyz', headers: {}, body: null };
      try {
        const { status, headers } = await exchange(call, { timeoutMs: CHECK_TIMEOUT_MS, signal: closing.signal });
        missed = 0;
        hear(headers, pending);
        setReady(status === 200 && accepts(headers));
      } catch {
        missed++;
        if (missed >= MISSED_CHECKS_TO_EJECT) setReady(false);
      }
    },
    close() {
      closing.abort();
      closeWhenIdle();
    },
  };
}
