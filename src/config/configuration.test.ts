import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AssayError } from '../errors.ts';
import { describeConfiguration, readConfiguration } from './configuration.ts';
import { renderConfigurationDocs } from './documentation.ts';

function failure(environment: NodeJS.ProcessEnv): AssayError {
  try {
    readConfiguration(environment);
  } catch (error) {
    if (error instanceof AssayError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('readConfiguration', () => {
  it('has a default for everything', () => {
    const configuration = readConfiguration({});
    expect(configuration).toMatchObject({ host: '127.0.0.1', port: 8080, databaseUrl: null, logLevel: 'info' });
    expect(configuration.dataDirectory).toBe(join(process.cwd(), '.assay', 'data'));
    expect(configuration.analysisThreads).toBeGreaterThanOrEqual(1);
  });

  it('reads what is set and takes an empty variable as unset', () => {
    const configuration = readConfiguration({ ASSAY_PORT: '0', ASSAY_HOST: '', REDIS_URL: 'redis://cache:6379' });
    expect(configuration).toMatchObject({ port: 0, host: '127.0.0.1', redisUrl: 'redis://cache:6379' });
  });

  it.each([
    [{ ASSAY_PORT: '80a' }, /"80a" in ASSAY_PORT .* whole number from 0 to 65535/],
    [{ ASSAY_PORT: '65536' }, /ASSAY_PORT/],
    [{ ASSAY_PORT: '1e3' }, /ASSAY_PORT/],
    [{ ASSAY_LOG_LEVEL: 'loud' }, /ASSAY_LOG_LEVEL .* one of trace, debug/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL .* postgres:\/\/ or postgresql:\/\//],
    [{ AMQP_URL: 'nonsense' }, /AMQP_URL/],
  ])('refuses %j and says what is allowed', (environment, sentence) => {
    const error = failure(environment);
    expect(error.code).toBe('invalid_configuration');
    expect(error.message).toMatch(sentence);
  });

  it('names every wrong variable at once', () => {
    expect(failure({ ASSAY_PORT: 'x', ASSAY_CACHE_MB: '-1' }).message).toMatch(/ASSAY_PORT.*ASSAY_CACHE_MB/);
  });

  it('never shows the value of a secret', () => {
    expect(failure({ DATABASE_URL: 'mysql://user:hunter2@host' }).message).not.toContain('hunter2');
  });
});

describe('the documentation', () => {
  it('has one row for each variable', () => {
    const docs = renderConfigurationDocs();
    for (const { name } of describeConfiguration()) expect(docs).toContain(`| \`${name}\` |`);
  });

  it('is what docs/configuration.md says', () => {
    const written = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    expect(written).toBe(renderConfigurationDocs());
  });
});
