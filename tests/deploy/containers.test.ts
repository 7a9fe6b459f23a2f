// Dockerfile, compose files and workflows: what a reviewer would look for each time.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readContext, readImageSettings } from '../../scripts/verify/image/dockerfile.ts';
import { describeConfiguration } from '../../src/config/index.ts';
import { findProgram } from '../services/programs.ts';

const ENVIRONMENTS = ['development', 'staging', 'production'];

describe('Dockerfile', () => {
  it('runs as somebody without rights, is looked after, and starts as `npm start` does', () => {
    const { user, healthCheck, command, environment } = readImageSettings();
    expect(user).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/);
    expect(healthCheck.join(' ')).toContain('/livez');
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const flags = (words: readonly string[]) => words.filter((word) => word.startsWith('--'));
    expect(flags(command)).toEqual(flags(scripts.start.split(' ')));
    const known = describeConfiguration().map(({ name }) => name);
    expect(Object.keys(environment).filter((name) => name !== 'NODE_ENV' && !known.includes(name))).toEqual([]);
  });

  it('has every file beside the program that it reads at run time', () => {
    const sources = readdirSync('src', { recursive: true })
      .map(String)
      .filter((path) => /(?<!\.test)\.ts$/.test(path));
    const read = sources.flatMap((path) => [
      ...readFileSync(join('src', path), 'utf8').matchAll(
        /new URL\('(?:\.\.\/)+((?:docs|deploy|bench|scripts)\/[^']+)', import/g,
      ),
    ]);
    const [assembled, context] = ['deploy/docker/assemble.sh', '.dockerignore'].map((path) =>
      readFileSync(path, 'utf8'),
    );
    for (const [, file = ''] of read)
      expect([file, assembled?.includes(file), context?.includes(`!${file}`)]).toEqual([file, true, true]);
    expect(read.length).toBeGreaterThan(0);
    for (const [, script] of readFileSync('scripts/build.mjs', 'utf8').matchAll(/from '\.\/([\w-]+\.mjs)'/g)) {
      expect(context).toContain(`!scripts/${script}\n`);
    }
  });

  it('names a base that does not move, and a context without anything that is not needed', () => {
    const text = readFileSync('deploy/docker/Dockerfile', 'utf8');
    expect(text).toMatch(/^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-/m);
    const isInContext = readContext();
    const inside = ['package.json', 'src/main.ts', 'src/rules/weak-hash/rule.yaml', 'scripts/build-edge.mjs'];
    const outside = [
      'src/main.test.ts',
      'tests/server/index.ts',
      'scripts/verify.ts',
      '.git/config',
      'package.json.orig',
    ];
    expect([...inside, ...outside].filter(isInContext)).toEqual(inside);
  });
});

describe('compose files', () => {
  // biome-ignore lint/suspicious/noExplicitAny: looked into at many places
  const services = (environment: string): any[] =>
    Object.values(parse(readFileSync(`deploy/docker/compose.${environment}.yaml`, 'utf8'), { merge: true }).services);

  it.each(ENVIRONMENTS)('%s: Assay is read-only, without rights, bounded, and given time to drain', (environment) => {
    const own = services(environment).filter(
      ({ image = '', build }) => build !== undefined || image.includes('ASSAY_IMAGE'),
    );
    expect(own.length).toBeGreaterThan(0);
    for (const service of own) {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        stop_grace_period: '30s',
      });
      expect(service.mem_limit).toMatch(/^\d+[gm]$/);
    }
  });

  it.each(ENVIRONMENTS)(
    '%s: images have versions, everything has a bound, files that are mounted exist',
    (environment) => {
      for (const { image = 'built:here', mem_limit: limit, volumes = [] } of services(environment)) {
        expect(image).toMatch(/[:@]/);
        expect(image).not.toMatch(/:latest$/);
        expect(limit).toBeDefined();
        for (const volume of volumes as string[]) {
          const [source = ''] = volume.split(':');
          if (source.startsWith('.'))
            expect([volume, existsSync(join('deploy/docker', source))]).toEqual([volume, true]);
        }
      }
    },
  );

  it.each(['staging', 'production'])(
    '%s: Prometheus asks every process, in a network that both are in',
    (environment) => {
      const text = readFileSync(`deploy/docker/compose.${environment}.yaml`, 'utf8');
      // biome-ignore lint/suspicious/noExplicitAny: looked into at many places
      const all: Record<string, any> = parse(text, { merge: true }).services;
      const scraped: { job_name: string; dns_sd_configs: { names: string[] }[] }[] = parse(
        readFileSync('deploy/prometheus/prometheus.yaml', 'utf8'),
      ).scrape_configs;
      const names = scraped.find(({ job_name: job }) => job === 'assay')?.dns_sd_configs[0]?.names;
      const roles = Object.entries(all).filter(([, { command = [] }]) => command[0] === 'serve');
      expect(roles.length).toBeGreaterThan(4);
      for (const [name, { networks }] of roles) {
        expect(names).toContain(name);
        const shared = networks.filter((network: string) => all.prometheus.networks.includes(network));
        expect([name, shared.length > 0]).toEqual([name, true]);
      }
    },
  );
});

describe('workflows', () => {
  const files = readdirSync('.github/workflows').map((name) => join('.github/workflows', name));

  it('may do no more than they say, end in time, and use actions of a known version', () => {
    for (const file of files) {
      const { permissions, jobs } = parse(readFileSync(file, 'utf8'));
      expect([file, permissions]).toEqual([file, { contents: 'read' }]);
      for (const job of Object.values(jobs) as { 'timeout-minutes'?: number; steps: { uses?: string }[] }[]) {
        expect(job['timeout-minutes']).toBeGreaterThan(0);
        const used = job.steps.flatMap(({ uses }) => uses ?? []);
        expect(used.filter((one) => !/^[\w-]+\/[\w./-]+@(v\d+|[0-9a-f]{40})$/.test(one))).toEqual([]);
      }
    }
  });

  it('run scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  const actionlint = findProgram('actionlint');
  const skipped =
    actionlint === null
      ? ' (skipped: actionlint is not installed; go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.7)'
      : '';
  it.skipIf(actionlint === null)(`actionlint finds nothing${skipped}`, () => {
    const { stdout, status } = spawnSync(actionlint ?? '', files, { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '']);
  });
});
