// `assay audit verify` without the command line: checkpoints first, then every chain against them; stops at the first bad place.
import type { KeyObject } from 'node:crypto';
import { createChainVerifier, genesisHash, type SeenHead } from '../../database-service/index.ts';
import { isSignedBy } from '../../security/index.ts';
import type { ChainSource } from './chain-source.ts';
import { checkpointFiles, readCheckpoints } from './checkpoint-log.ts';

export interface VerifiedChain {
  readonly tenantId: string;
  readonly events: number;
  readonly erased: number;
  readonly checkpoints: number;
}

export interface VerificationReport {
  readonly chains: readonly VerifiedChain[];
  readonly checkpoints: number;
  /** the first bad place in words, or null */
  readonly fault: string | null;
  /** what is no fault and should be known */
  readonly notes: readonly string[];
}

export interface VerificationOptions {
  readonly chains: AsyncIterable<ChainSource> | Iterable<ChainSource>;
  /** whether `chains` are all there are: a chain that only checkpoints know is gone then */
  readonly complete: boolean;
  /** directory of the checkpoints, or null for none */
  readonly checkpointDirectory: string | null;
  readonly publicKeys: readonly KeyObject[];
}

export async function verifyAudit(options: VerificationOptions): Promise<VerificationReport> {
  const { seen, ...log } = await verifyCheckpoints(options);
  const report = { ...log, chains: [] as VerifiedChain[] };
  if (log.fault !== null) return report;
  for await (const source of options.chains) {
    const name = genesisHash(source.tenantId).toString('hex');
    const known = seen.get(name) ?? [];
    seen.delete(name);
    const { fault, ...chain } = await verifyChain(source, known);
    if (fault !== null) return { ...report, fault };
    report.chains.push(chain);
  }
  const [gone] = seen;
  if (gone === undefined) return report;
  const [chain, heads] = gone;
  const last = heads.at(-1);
  if (options.complete) {
    const fault = `chain ${chain}: it is gone, but a checkpoint of ${last?.time} saw event ${last?.seq} of it`;
    return { ...report, fault };
  }
  return { ...report, notes: [...log.notes, `${seen.size} chains that checkpoints know were not given`] };
}

async function verifyChain(source: ChainSource, seen: readonly SeenHead[]) {
  const verifier = createChainVerifier(source.tenantId, seen);
  let fault: ReturnType<typeof verifier.add> = null;
  const head = await source.read((event) => {
    fault = verifier.add(event);
    return fault === null;
  });
  // A chain begins with the tenant itself, so one without events was emptied.
  const empty = verifier.events === 0 ? { seq: 0, reason: 'it has no events' } : null;
  const found = fault ?? verifier.finish(head) ?? empty;
  return {
    tenantId: source.tenantId,
    events: verifier.events,
    erased: verifier.erased,
    checkpoints: seen.length,
    fault: found === null ? null : `tenant ${source.tenantId}, event ${found.seq}: ${found.reason}`,
  };
}

async function verifyCheckpoints({ checkpointDirectory, publicKeys }: VerificationOptions) {
  const seen = new Map<string, SeenHead[]>();
  const notes: string[] = [];
  let checkpoints = 0;
  let previous: string | null = null;
  const files = checkpointDirectory === null ? [] : await checkpointFiles(checkpointDirectory);
  for (const file of files) {
    const torn = (place: string) => void notes.push(`${place}: a torn line, left out`);
    for await (const { checkpoint, place, hash } of readCheckpoints(file, torn)) {
      if (!publicKeys.some((key) => isSignedBy(key, checkpoint))) {
        return { seen, notes, checkpoints, fault: `${place}: the checkpoint is not signed by a known key` };
      }
      if (checkpoints === 0 && checkpoint.previous !== null) {
        notes.push(`${place}: the log begins with a checkpoint that follows one that is not here`);
      } else if (checkpoint.previous !== previous) {
        return { seen, notes, checkpoints, fault: `${place}: the checkpoint does not follow the one before it` };
      }
      previous = hash;
      checkpoints++;
      const head = { seq: checkpoint.seq, hash: Buffer.from(checkpoint.head, 'hex'), time: checkpoint.time };
      seen.set(checkpoint.chain, [...(seen.get(checkpoint.chain) ?? []), head]);
    }
  }
  return { seen, notes, checkpoints, fault: null };
}
