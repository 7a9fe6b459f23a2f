// `npm run generate` writes every generated file; `-- --check` fails when one is stale instead of writing it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { generateConfigurationDocs } from './generate/configuration-docs.ts';
import { generateGrafanaDashboards } from './generate/grafana-dashboards.ts';
import { generateLanguageDocs } from './generate/language-docs.ts';
import { generateLibraryFacts } from './generate/library-facts.ts';
import { generatePrometheusRule } from './generate/prometheus-rule.ts';
import { generateRuleDocs } from './generate/rule-docs.ts';
import { generateRulePack } from './generate/rule-pack.ts';
import { generateSourceDigests } from './generate/source-digests.ts';
import { repositoryRoot } from './repository-root.ts';

/** A file that is made from others: its path from the root and its whole text. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Every generated file with the content it should have now. */
export async function generateAll(): Promise<GeneratedFile[]> {
  const facts = generateLibraryFacts();
  const pack = generateRulePack(facts.digest);
  const languages = await generateLanguageDocs(facts.all);
  const operations = [...generateGrafanaDashboards(), generatePrometheusRule()];
  const documents = [generateRuleDocs(), languages, generateConfigurationDocs()];
  return [facts.file, pack, ...documents, generateSourceDigests(), ...operations];
}

/** Paths whose content on disk differs from what `generateAll` gives. */
export async function staleFiles(): Promise<string[]> {
  const isStale = ({ path, text }: GeneratedFile) => {
    const file = join(repositoryRoot, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  };
  return (await generateAll()).filter(isStale).map(({ path }) => path);
}

async function main(): Promise<void> {
  if (process.argv.includes('--check')) {
    const stale = await staleFiles();
    for (const path of stale) console.error(`stale: ${path} (run npm run generate)`);
    process.exitCode = stale.length > 0 ? 1 : 0;
    return;
  }
  for (const { path, text } of await generateAll()) {
    writeFileSync(join(repositoryRoot, path), text);
    console.log(`wrote ${relative(repositoryRoot, join(repositoryRoot, path))}`);
  }
}

if (process.argv[1]?.endsWith('generate.ts')) await main();
