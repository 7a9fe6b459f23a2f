// The language identifier that lies beside this code.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeWeights, type VersionedWeights } from './language-weights.ts';

/** `assay train --model language` makes another. */
const SHIPPED_WEIGHTS = fileURLToPath(new URL('language-identifier.safetensors', import.meta.url));

/** The shipped identifier. Throws an Error that names the file when it is missing or damaged. */
export function loadShippedWeights(): VersionedWeights {
  try {
    return decodeWeights(readFileSync(SHIPPED_WEIGHTS));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The language identifier cannot be read, so Assay is not completely installed: ${reason}`, {
      cause,
    });
  }
}
