// Checks of the other regions: whether a gateway there answers, is the region that it is taken for, and knows the signatures made here.
import type { Configuration } from '../../config/index.ts';
import { CALL_HEADER, findRegionKey, signCall } from '../../security/index.ts';
import { type CheckResult, failure, ok, reasonOf, warning } from './finding.ts';

const TIMEOUT_MS = 5000;
const SIGNED_PATH = '/regions/v1/bundles';

export async function checkRegions({ region, regions, dataDirectory }: Configuration): Promise<CheckResult[]> {
  const others = [...regions].filter(([name]) => name !== region);
  return await Promise.all(others.map(([name, origin]) => checkRegion(name, origin, dataDirectory)));
}

async function checkRegion(region: string, origin: string, dataDirectory: string): Promise<CheckResult> {
  const name = `region ${region}`;
  try {
    const key = await findRegionKey(dataDirectory);
    if (key === null)
      return warning(name, 'There is no keys/region.key here yet.', 'Start an application server once.');
    const headers = { [CALL_HEADER]: signCall(key, { method: 'GET', path: SIGNED_PATH }) };
    const answer = await fetch(`${origin}${SIGNED_PATH}`, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.status !== 200) {
      const advice = 'Give all regions one keys/region.key and ASSAY_REGION; compare the clocks.';
      return failure(name, `It refuses what is signed here (${answer.status}).`, advice);
    }
    const { region: told } = (await answer.json()) as { readonly region?: unknown };
    if (told === region) return ok(name, 'It answers, and knows this installation.');
    return failure(name, `At ${origin} is the region ${String(told)}.`, 'Correct ASSAY_REGIONS.');
  } catch (error) {
    const found = `It cannot be reached: ${reasonOf(error)}`;
    return warning(name, found, 'Requests of its tenants are refused meanwhile: start it, or correct ASSAY_REGIONS.');
  }
}
