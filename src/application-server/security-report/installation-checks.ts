// Checks of the configuration: what listens where, what travels in the clear, what is logged, what is limited.
import type { Configuration } from '../../config/index.ts';
import { aboutInstallation, aboutSubjects, type CheckResult } from './check.ts';

const UNLIMITED_REQUESTS = 10_000_000;

export function configurationChecks(configuration: Configuration): CheckResult[] {
  const area = 'configuration';
  const { host, publicUrl, logLevel, auditCheckpointDirectory, dataDirectory, requestsPerMinute } = configuration;
  const checkpoints = auditCheckpointDirectory ?? dataDirectory;
  return [
    aboutInstallation('listens-without-tls', !isLoopback(host) && !publicUrl?.startsWith('https:'), {
      area,
      severity: 'high',
      finding: `Assay listens on ${host} without TLS, and ASSAY_PUBLIC_URL names no https address of a proxy before it.`,
      advice: 'Listen on 127.0.0.1 behind a proxy that speaks TLS, and set ASSAY_PUBLIC_URL to its https address.',
    }),
    aboutSubjects('services-without-tls', servicesWithoutTls(configuration), {
      area,
      severity: 'high',
      finding: 'Connections to other machines are not encrypted, passwords and data included.',
      advice: 'Use sslmode=verify-full in DATABASE_URL, rediss:// in REDIS_URL, amqps:// in AMQP_URL.',
    }),
    aboutSubjects('server-certificate-unchecked', uncheckedCertificates(configuration), {
      area,
      severity: 'medium',
      finding: 'The certificate of a server is not checked, so that another machine could pass for it.',
      advice: 'Use sslmode=verify-full, with sslrootcert where the authority is your own.',
    }),
    aboutSubjects('cors-without-tls', originsWithoutTls(configuration), {
      area,
      severity: 'medium',
      finding:
        'Pages that are loaded without TLS may read answers: whoever changes such a page on its way reads them too.',
      advice: 'List https origins only in ASSAY_CORS_ORIGINS. A wildcard is refused at start.',
    }),
    aboutInstallation('log-level', logLevel === 'trace' || logLevel === 'debug', {
      area,
      severity: 'low',
      finding: `The log level is ${logLevel}: logs say more about who does what than operation needs.`,
      advice: 'Set ASSAY_LOG_LEVEL to info once the search is over.',
    }),
    aboutInstallation('log-silent', logLevel === 'silent' || logLevel === 'fatal', {
      area,
      severity: 'medium',
      finding: `The log level is ${logLevel}: failures leave no trace.`,
      advice: 'Set ASSAY_LOG_LEVEL to info or warn.',
    }),
    aboutInstallation('quotas-off', requestsPerMinute >= UNLIMITED_REQUESTS, {
      area,
      severity: 'medium',
      finding: 'The quota of requests is so high that it limits nobody.',
      advice: 'Set ASSAY_RATE_LIMIT to what a program of yours really needs.',
    }),
    aboutInstallation('checkpoints-beside-data', checkpoints.startsWith(dataDirectory), {
      area,
      severity: 'medium',
      finding: 'Checkpoints of the audit log lie in the data directory: who can change the one can change the other.',
      advice:
        'Set ASSAY_AUDIT_CHECKPOINT_DIR to another machine or write-once storage, and keep `assay audit public-key` there.',
    }),
    aboutInstallation('bootstrap-key-in-environment', configuration.bootstrapApiKey?.startsWith('asy_test_') === true, {
      area,
      severity: 'medium',
      finding: 'The bootstrap key is a test key from the environment.',
      advice: 'Set ASSAY_BOOTSTRAP_API_KEY to a live key from your store of secrets, or unset it.',
    }),
  ];
}

function originsWithoutTls({ corsOrigins }: Configuration): string[] {
  return corsOrigins.filter((origin) => origin.startsWith('http:') && !isLoopback(new URL(origin).hostname));
}

/** The servers that the configuration names on other machines: name, address, and whether TLS is asked for. */
function services({ databaseUrl, redisUrl, amqpUrl }: Configuration) {
  const named = [
    ['DATABASE_URL', databaseUrl],
    ['REDIS_URL', redisUrl],
    ['AMQP_URL', amqpUrl],
  ] as const;
  return named.flatMap(([name, text]) => {
    if (text === null) return [];
    const url = new URL(text);
    const sslMode = url.searchParams.get('sslmode') ?? 'disable';
    return [{ name, host: url.hostname, protocol: url.protocol, sslMode }];
  });
}

function servicesWithoutTls(configuration: Configuration): string[] {
  return services(configuration)
    .filter(({ host }) => !isLoopback(host))
    .filter(({ protocol, sslMode }) =>
      protocol.startsWith('postgres')
        ? ['disable', 'allow', 'prefer'].includes(sslMode)
        : !/^(rediss|amqps):$/.test(protocol),
    )
    .map(({ name }) => name);
}

function uncheckedCertificates(configuration: Configuration): string[] {
  return services(configuration)
    .filter(
      ({ host, protocol, sslMode }) => !isLoopback(host) && protocol.startsWith('postgres') && sslMode === 'no-verify',
    )
    .map(({ name }) => name);
}

/** Also a Unix socket, which has no host. */
export function isLoopback(host: string): boolean {
  return host === '' || host === 'localhost' || host === '[::1]' || host === '::1' || /^127\./.test(host);
}
