// Checks of the replicas of the model service that this process would ask.
import type { Configuration } from '../../config/index.ts';
import { BUNDLE_HEADER, builtInBundle } from '../../model-service/index.ts';
import { CALL_HEADER, findModelKey, signCall } from '../../security/index.ts';
import { type CheckResult, failure, ok, reasonOf, warning } from './finding.ts';

const TIMEOUT_MS = 5000;
/** Of the Open Inference Protocol: it costs a replica nothing, and is answered only when it is signed. */
const SIGNED_PATH = '/v2';

export async function checkModelServers({ modelServers, ...configuration }: Configuration): Promise<CheckResult[]> {
  return await Promise.all(modelServers.map((origin) => checkModelServer(origin, configuration.dataDirectory)));
}

async function checkModelServer(origin: string, dataDirectory: string): Promise<CheckResult> {
  const name = `model replica ${origin}`;
  try {
    const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.status !== 200) {
      return failure(name, `It is not ready: ${(await answer.text()).slice(0, 300)}`, 'Run `assay doctor` there.');
    }
    const [theirs, ours] = [answer.headers.get(BUNDLE_HEADER), builtInBundle().digest];
    if (theirs !== ours) {
      const found = `It runs the bundle ${theirs ?? 'unknown'}, and this installation is ${ours}.`;
      return warning(name, found, 'Upgrade one of them: replicas of another version are not asked.');
    }
    return await checkKey(name, origin, dataDirectory);
  } catch (error) {
    return failure(name, `It cannot be reached: ${reasonOf(error)}`, 'Start it, or correct ASSAY_MODEL_SERVERS.');
  }
}

async function checkKey(name: string, origin: string, dataDirectory: string): Promise<CheckResult> {
  const key = await findModelKey(dataDirectory);
  if (key === null) return ok(name, 'It is ready and of this version; there are no keys here yet to ask it with.');
  const headers = { [CALL_HEADER]: signCall(key, { method: 'GET', path: SIGNED_PATH }) };
  const answer = await fetch(`${origin}${SIGNED_PATH}`, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (answer.status === 200) return ok(name, 'It is ready, of this version, and knows this installation.');
  const advice = 'Copy keys/model.key of an application server below its ASSAY_DATA_DIR; compare the clocks.';
  return failure(name, `It refuses what is signed here (${answer.status}).`, advice);
}
