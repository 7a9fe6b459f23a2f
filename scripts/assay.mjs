#!/usr/bin/env node
// The `assay` command: builds dist/ when it is missing or older than the sources, then runs it in this process.
import { existsSync } from 'node:fs';
import { build, isUpToDate } from './build.mjs';

const entry = new URL('../dist/main.js', import.meta.url);

if (!isUpToDate()) {
  console.error(existsSync(entry) ? 'assay: the sources have changed, building …' : 'assay: first run, building …');
  const started = performance.now();
  if (!build()) {
    console.error('assay: the build failed');
    process.exit(2);
  }
  console.error(`assay: built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
const { main } = await import(entry.href);
await main(process.argv);
