// What webhooks may reach, as the operator has configured it.
import type { Configuration } from '../../config/index.ts';
import { AssayError } from '../../errors.ts';
import { createOutgoing, type Outgoing } from '../../security/index.ts';

/** Throws AssayError `invalid_configuration` for an allow-list with an entry that is no name, address or range. */
export function outgoingCalls({ outgoingAllow, outgoingHttp }: Configuration): Outgoing {
  try {
    return createOutgoing({ allow: outgoingAllow, http: outgoingHttp === 'on' });
  } catch (error) {
    const entry = error instanceof Error ? error.message : '';
    const detail = `ASSAY_OUTGOING_ALLOW may hold names, addresses and ranges such as 10.1.0.0/16, not “${entry}”.`;
    throw new AssayError('invalid_configuration', { detail, cause: error });
  }
}
