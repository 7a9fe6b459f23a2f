// `npm run verify:install`: installs the servers that Assay can work with, MLflow, Feast and MLServer from PyPI, ONNX Runtime
// from npm, into the user's cache, apart from each other. PyTorch is Debian's: `apt-get install python3-torch`.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ML_SERVICES_DIRECTORY, onnxRuntimeFolder, onnxRuntimeMissing } from '../../tests/services/ml-services.ts';

const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  mlflow: ['mlflow==3.17.2'],
  feast: ['feast[postgres,redis]==0.67.0'],
  mlserver: ['mlserver==1.7.1'],
};

const ONNX_RUNTIME = 'onnxruntime-node@1.30.0';

export async function verifyMlInstall(): Promise<void> {
  mkdirSync(ML_SERVICES_DIRECTORY, { recursive: true });
  const failed: string[] = [];
  for (const [service, packages] of Object.entries(PACKAGES)) {
    const folder = join(ML_SERVICES_DIRECTORY, service);
    if (existsSync(join(folder, 'bin', service))) {
      console.log(`${service} is installed already.`);
      continue;
    }
    try {
      execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
      execFileSync(join(folder, 'bin/pip'), ['install', '--quiet', ...packages], { stdio: 'inherit' });
      console.log(`${service} is installed.`);
    } catch {
      failed.push(service);
    }
  }
  if (!installOnnxRuntime()) failed.push('onnxruntime-node');
  if (failed.length > 0) throw new Error(`could not be installed: ${failed.join(', ')}; their tests are skipped`);
}

/** Without its scripts, which would fetch libraries for graphics cards. */
function installOnnxRuntime(): boolean {
  if (onnxRuntimeMissing === null) return true;
  try {
    mkdirSync(onnxRuntimeFolder, { recursive: true });
    const parameters = [
      'install',
      '--prefix',
      onnxRuntimeFolder,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      ONNX_RUNTIME,
    ];
    execFileSync('npm', parameters, { stdio: 'inherit' });
    return true;
  } catch {
    return false;
  }
}
