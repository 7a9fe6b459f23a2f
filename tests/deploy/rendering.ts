// The Kubernetes manifests as kubectl renders them: objects by overlay.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { findProgram } from '../services/programs.ts';

export const OVERLAYS = ['development', 'staging', 'production'] as const;

// biome-ignore lint/suspicious/noExplicitAny: manifests are looked into at many places, and their shape is what is checked
export type Manifest = any;

export const kubectl = findProgram('kubectl');

export function render(folder: string): Manifest[] {
  const { status, stdout, stderr } = spawnSync(kubectl ?? 'kubectl', ['kustomize', folder], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`kubectl kustomize ${folder}: ${stderr}`);
  return parseAllDocuments(stdout).map((document) => document.toJS());
}

/** What stands in place of the canary or beside it: blue-green as docs/operations/upgrade.md says, a region as regions.md does. */
function renderWith(component: 'blue-green' | 'region'): Manifest[] {
  const folder = mkdtempSync(join(tmpdir(), 'assay-kustomize-'));
  try {
    const at = (path: string) => relative(folder, join(process.cwd(), 'deploy/kubernetes', path));
    writeFileSync(
      join(folder, 'kustomization.yaml'),
      JSON.stringify({ resources: [at('base')], components: [at(`components/${component}`)] }),
    );
    return render(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What every environment consists of, by name. */
export function renderAll(): ReadonlyMap<string, readonly Manifest[]> {
  const overlays = OVERLAYS.map((name) => [name, render(`deploy/kubernetes/overlays/${name}`)] as const);
  return new Map([...overlays, ['blue-green', renderWith('blue-green')], ['region', renderWith('region')]]);
}
