// Checks a chain of audit events, one after the other in constant memory: numbers, links, commitments, recorded erasures, what
// checkpoints saw, and the end. Pure: the events may come from a database or from an exported log.
import { type AuditPayload, commitmentOf, genesisHash, linkHash } from './audit-chain.ts';
import { ERASURE_ACTION, parseEventRanges } from './audit-erasure.ts';
import type { AuditEventRecord, AuditHead } from './audit-log.ts';

/** The first place that is wrong; `seq` 0 stands for the chain as a whole. */
export interface ChainFault {
  readonly seq: number;
  readonly reason: string;
}

/** What somebody outside saw at a time: the event of this number had this hash. */
export interface SeenHead extends AuditHead {
  readonly time: string;
}

export interface ChainVerifier {
  /** events seen so far, and how many of them were erased */
  readonly events: number;
  readonly erased: number;
  /** The next event; null when it fits. After a fault the rest proves nothing: stop. */
  add(event: AuditEventRecord): ChainFault | null;
  /** The end: the head that the chain itself remembers, when known. */
  finish(head: AuditHead | null): ChainFault | null;
}

/** `seen` are heads from outside: a chain that was cut off or made anew behind one of them does not contain it. */
export function createChainVerifier(tenantId: string, seen: readonly SeenHead[] = []): ChainVerifier {
  const seenBySeq = new Map<number, SeenHead[]>();
  for (const head of seen) seenBySeq.set(head.seq, [...(seenBySeq.get(head.seq) ?? []), head]);
  const erasures = createErasureAccount();
  let last: AuditHead = { seq: 0, hash: genesisHash(tenantId) };
  let erased = 0;
  return {
    get events() {
      return last.seq;
    },
    get erased() {
      return erased;
    },
    add(event) {
      const reason = brokenLink(event, last) ?? brokenPayload(event) ?? otherThanSeen(event, seenBySeq.get(event.seq));
      if (reason !== null) return { seq: event.seq, reason };
      if (event.payload === null) {
        erased++;
        erasures.missing(event.seq);
      } else {
        erasures.recorded(event.payload, event.seq);
      }
      seenBySeq.delete(event.seq);
      last = { seq: event.seq, hash: event.hash };
      return null;
    },
    finish(head) {
      const [cut] = [...seenBySeq.values()].flat().sort((a, b) => a.seq - b.seq);
      if (cut !== undefined) {
        const reason = `the chain ends at event ${last.seq}, but a checkpoint of ${cut.time} saw event ${cut.seq}`;
        return { seq: last.seq + 1, reason };
      }
      const unrecorded = erasures.firstUnrecorded();
      if (unrecorded !== null) return { seq: unrecorded, reason: 'what it said is gone, and no erasure was recorded' };
      if (head === null || (head.seq === last.seq && head.hash.equals(last.hash))) return null;
      const reason = `the chain ends at event ${last.seq}, but its head names event ${head.seq} or another hash`;
      return { seq: last.seq, reason };
    },
  };
}

function brokenLink(event: AuditEventRecord, last: AuditHead): string | null {
  if (event.seq !== last.seq + 1)
    return `event ${last.seq + 1} should stand here: events are missing or in another order`;
  if (!event.previousHash.equals(last.hash)) return 'it does not follow the event before it';
  if (!event.hash.equals(linkHash(event)))
    return 'its hash is not that of its number, time, commitment and predecessor';
  return null;
}

function brokenPayload({ salt, payload, commitment }: AuditEventRecord): string | null {
  if (salt === null && payload === null) return null;
  if (salt === null || payload === null) return 'a part of what it said is gone';
  return commitmentOf(salt, payload).equals(commitment) ? null : 'it says something else than what was recorded';
}

function otherThanSeen({ hash }: AuditEventRecord, seen: readonly SeenHead[] = []): string | null {
  const other = seen.find((head) => !head.hash.equals(hash));
  return other === undefined ? null : `a checkpoint of ${other.time} saw another event here: the chain was made anew`;
}

/** Which erased events an erasure further on accounts for. Ranges, since a whole tenant may be erased. */
function createErasureAccount() {
  const gone: [number, number][] = [];
  const accounted: [number, number][] = [];
  return {
    missing(seq: number): void {
      const range = gone.at(-1);
      if (range !== undefined && range[1] === seq - 1) range[1] = seq;
      else gone.push([seq, seq]);
    },
    recorded({ action, details }: AuditPayload, seq: number): void {
      if (action !== ERASURE_ACTION) return;
      // An erasure speaks of what was before it.
      for (const range of parseEventRanges(details.events) ?? []) if (range[1] < seq) accounted.push(range);
    },
    firstUnrecorded(): number | null {
      accounted.sort((a, b) => a[0] - b[0]);
      let next = 0;
      let reach = 0;
      for (const [first, lastOfRange] of gone) {
        let seq = first;
        while (seq <= lastOfRange) {
          for (; next < accounted.length && (accounted[next]?.[0] ?? 0) <= seq; next++) {
            reach = Math.max(reach, accounted[next]?.[1] ?? 0);
          }
          if (reach < seq) return seq;
          seq = reach + 1;
        }
      }
      return null;
    },
  };
}
