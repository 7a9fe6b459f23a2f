// How many event streams a process serves at once: so many of one tenant, and of all together.
import { AssayError } from '../../errors.ts';

export interface OpenStreams {
  /** Counts one more, until what it returns is called. Throws AssayError `too_many_streams`. */
  open(tenantId: string): () => void;
}

const RETRY_SECONDS = 10;

export function createOpenStreams(most: { readonly ofOneTenant: number; readonly together: number }): OpenStreams {
  const byTenant = new Map<string, number>();
  let together = 0;
  return {
    open(tenantId) {
      const own = byTenant.get(tenantId) ?? 0;
      if (own >= most.ofOneTenant || together >= most.together) {
        throw new AssayError('too_many_streams', { retryAfter: RETRY_SECONDS });
      }
      byTenant.set(tenantId, own + 1);
      together++;
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        together--;
        const left = (byTenant.get(tenantId) ?? 1) - 1;
        if (left === 0) byTenant.delete(tenantId);
        else byTenant.set(tenantId, left);
      };
    },
  };
}
