// `npm run verify <name> [-- options]`: runs that are too long for the tests. Each appends a dated record under docs/.
import { verifyAccuracy } from './verify/accuracy.ts';
import { verifyCanary } from './verify/canary.ts';
import { verifyCommunityRules } from './verify/community-rules.ts';
import { verifyCrash } from './verify/crash.ts';
import { verifyEnvironments } from './verify/environments.ts';
import { verifyFaults } from './verify/faults.ts';
import { verifyFeatureParity } from './verify/feature-parity.ts';
import { verifyFingerprints } from './verify/fingerprints.ts';
import { verifyFixRanking } from './verify/fix-ranking.ts';
import { verifyFixes } from './verify/fixes.ts';
import { verifyFuzz } from './verify/fuzz.ts';
import { verifyHistory } from './verify/history.ts';
import { verifyHttpFuzz } from './verify/http-fuzz.ts';
import { verifyImage } from './verify/image.ts';
import { verifyInstall } from './verify/install.ts';
import { verifyIsolation } from './verify/isolation.ts';
import { verifyKubernetes } from './verify/kubernetes.ts';
import { verifyLanguage } from './verify/language.ts';
import { verifyLearningSimulation } from './verify/learning-simulation.ts';
import { verifyMlInstall } from './verify/ml-install.ts';
import { verifyMlServices } from './verify/ml-services.ts';
import { verifyPrecision } from './verify/precision.ts';
import { verifyPrivacy } from './verify/privacy.ts';
import { verifyQueueFaults } from './verify/queue-faults.ts';
import { verifyRateLimit } from './verify/rate-limit.ts';
import { verifyRealLabels } from './verify/real-labels.ts';
import { verifyRegions } from './verify/regions.ts';
import { verifySoak } from './verify/soak.ts';

/** Each takes the arguments after its name and throws when what it verifies does not hold. */
const RUNS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  accuracy: verifyAccuracy,
  canary: verifyCanary,
  'community-rules': verifyCommunityRules,
  crash: verifyCrash,
  environments: verifyEnvironments,
  faults: verifyFaults,
  'feature-parity': verifyFeatureParity,
  fingerprints: verifyFingerprints,
  'fix-ranking': verifyFixRanking,
  fixes: verifyFixes,
  fuzz: verifyFuzz,
  history: verifyHistory,
  'http-fuzz': verifyHttpFuzz,
  image: verifyImage,
  install: verifyInstall,
  isolation: verifyIsolation,
  kubernetes: verifyKubernetes,
  language: verifyLanguage,
  'learning-simulation': verifyLearningSimulation,
  'ml-install': verifyMlInstall,
  'ml-services': verifyMlServices,
  precision: verifyPrecision,
  privacy: verifyPrivacy,
  'queue-faults': verifyQueueFaults,
  'rate-limit': verifyRateLimit,
  'real-labels': verifyRealLabels,
  regions: verifyRegions,
  soak: verifySoak,
};

const [name, ...args] = process.argv.slice(2);
const run = RUNS[name ?? ''];
if (run === undefined) {
  console.error(`verify: name one of ${Object.keys(RUNS).join(', ')}`);
  process.exit(2);
}
try {
  await run(args);
} catch (error) {
  console.error(`verify ${name}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
