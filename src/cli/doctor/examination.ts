// All checks of `assay doctor`, and their report.
import { type Configuration, readConfiguration, unknownVariables } from '../../config/index.ts';
import { isDataDirectoryInUse } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import {
  checkCollector,
  checkDatabases,
  checkIdentityProviders,
  checkLanguageModel,
  checkQueue,
  checkRedis,
  checkUpstreams,
} from './connection-checks.ts';
import { type CheckResult, failure, ok, reasonOf, warning } from './finding.ts';
import { checkDataDirectory, checkKeys, checkNode, diskSpaceOf, judgeDisk } from './local-checks.ts';
import { checkModelServers } from './model-checks.ts';
import { checkRegions } from './region-checks.ts';
import { checkReadReplica } from './replica-check.ts';

/** Never throws for what it finds. */
export async function examine(environment?: NodeJS.ProcessEnv): Promise<CheckResult[]> {
  const first = [checkNode()];
  let configuration: Configuration;
  try {
    configuration = readConfiguration(environment);
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return [...first, failure('configuration', error.detail, 'docs/configuration.md says what each variable may be.')];
  }
  const { dataDirectory } = configuration;
  const [directory, lock, keys, disk, ...connections] = await Promise.all([
    checkDataDirectory(configuration),
    checkLock(configuration),
    checkKeys(configuration),
    diskSpaceOf(dataDirectory).then(judgeDisk, (error) => failure('disk', reasonOf(error), 'Check ASSAY_DATA_DIR.')),
    checkDatabases(configuration),
    checkReadReplica(configuration),
    checkRedis(configuration),
    checkQueue(configuration),
    checkIdentityProviders(configuration),
    checkUpstreams(configuration),
    checkModelServers(configuration),
    checkRegions(configuration),
    checkCollector(configuration),
    checkLanguageModel(configuration),
  ]);
  return [...first, checkNames(environment), directory, lock, keys, disk, ...connections.flat()];
}

/** A name that nobody reads is most often one that was misspelt: what was meant to be set is not. */
function checkNames(environment: NodeJS.ProcessEnv | undefined): CheckResult {
  const unknown = unknownVariables(environment);
  if (unknown.length === 0) return ok('configuration', 'Every variable is allowed.');
  return warning(
    'configuration',
    `Nothing reads ${unknown.join(', ')}.`,
    'Correct the name, or take it out: docs/configuration.md has those that there are.',
  );
}

/** Of the embedded database; held is no fault, since a running server is what one examines. */
async function checkLock({ dataDirectory, databaseUrl }: Configuration): Promise<CheckResult> {
  const name = 'data directory lock';
  if (databaseUrl !== null) return ok(name, 'Not needed: the database is a server.');
  try {
    const holder = await isDataDirectoryInUse(dataDirectory);
    return ok(name, holder ? 'A server is running on the data directory.' : 'Free.');
  } catch (error) {
    return failure(name, `It cannot be read: ${reasonOf(error)}`, 'Let the user of Assay read the data directory.');
  }
}

const SIGNS = { ok: 'ok     ', warning: 'warning', failure: 'FAILURE' } as const;

export function examinationText(results: readonly CheckResult[]): string {
  const lines = results.flatMap(({ check, status, found, advice }) => [
    `${SIGNS[status]}  ${check}: ${found}`,
    ...(advice === undefined ? [] : [`         → ${advice}`]),
  ]);
  const count = (status: CheckResult['status']) => results.filter((result) => result.status === status).length;
  return `${[...lines, '', `${count('failure')} failures, ${count('warning')} warnings, ${count('ok')} in order`].join('\n')}\n`;
}
