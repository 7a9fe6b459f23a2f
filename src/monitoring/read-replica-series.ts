// What `/metrics` says of the replica of the database that answers questions about history.
import { Counter, Gauge, type Registry } from 'prom-client';

export interface ReadReplicaLoad {
  readonly state: string;
  /** null when it could not be asked */
  readonly lagSeconds: number | null;
  readonly answered: { readonly replica: number; readonly primary: number };
}

export function observeReadReplica(registry: Registry, read: () => ReadReplicaLoad): void {
  const registers = [registry];
  new Gauge({
    name: 'assay_read_replica_up',
    help: 'Whether the read replica is asked: 1 or 0.',
    registers,
    collect() {
      this.set(read().state === 'answering' ? 1 : 0);
    },
  });
  new Gauge({
    name: 'assay_read_replica_lag_seconds',
    help: 'How far the read replica was behind the primary when it was last looked at.',
    registers,
    collect() {
      const { lagSeconds } = read();
      if (lagSeconds === null) this.remove();
      else this.set(lagSeconds);
    },
  });
  new Counter({
    name: 'assay_history_questions_total',
    help: 'Lists and reports by who answered: the read replica or the primary.',
    labelNames: ['side'],
    registers,
    collect() {
      this.reset();
      for (const [side, count] of Object.entries(read().answered)) this.inc({ side }, count);
    },
  });
}
