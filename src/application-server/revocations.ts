// What this process must know at once: that keys, sessions, users or roles of a tenant have changed. Other processes
// learn it by asking the database again, after at most a few seconds.

export interface Revocations {
  /** Called after the change is committed. */
  announce(tenantId: string): void;
  /** The listener forgets what it remembers of the tenant. */
  listen(listener: (tenantId: string) => void): void;
}

export function createRevocations(): Revocations {
  const listeners: ((tenantId: string) => void)[] = [];
  return {
    announce(tenantId) {
      for (const listener of listeners) listener(tenantId);
    },
    listen(listener) {
      listeners.push(listener);
    },
  };
}
