// Checks of certificates: when those of PostgreSQL, Redis and the public address end. What cannot be reached is said, not failed.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Configuration } from '../../config/index.ts';
import { aboutSubjects, type CheckResult } from './check.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 21;
const TIMEOUT_MS = 3000;
/** length 8, then the number by which PostgreSQL's clients ask for TLS */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

export interface TlsTarget {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** PostgreSQL is asked in the clear whether it speaks TLS */
  readonly startsPlain: boolean;
}

export async function certificateChecks(configuration: Configuration, now: Date): Promise<CheckResult[]> {
  const seen = await Promise.all(
    tlsTargets(configuration).map(async (target) => ({ target, end: await certificateEnd(target).catch(() => null) })),
  );
  const named = (which: (end: Date | null) => boolean) =>
    seen.filter(({ end }) => which(end)).map(({ target }) => target.name);
  const left = (end: Date) => (end.getTime() - now.getTime()) / DAY_MS;
  const area = 'certificates';
  return [
    aboutSubjects(
      'certificate-ended',
      named((end) => end !== null && left(end) <= 0),
      {
        area,
        severity: 'high',
        finding: 'The certificate of a server has ended.',
        advice: 'Renew it.',
      },
    ),
    aboutSubjects(
      'certificate-ends-soon',
      named((end) => end !== null && left(end) > 0 && left(end) <= SOON_DAYS),
      {
        area,
        severity: 'medium',
        finding: `The certificate of a server ends within ${SOON_DAYS} days.`,
        advice: 'Renew it, and let it be renewed by itself.',
      },
    ),
    aboutSubjects(
      'certificate-unknown',
      named((end) => end === null),
      {
        area,
        severity: 'info',
        finding:
          'A server that should speak TLS could not be reached, or showed no certificate, when this report was made.',
        advice: 'Nothing, if it cannot be reached from here; look at its certificate there.',
      },
    ),
  ];
}

/** Where the configuration asks for TLS. */
export function tlsTargets({ databaseUrl, redisUrl, publicUrl }: Configuration): TlsTarget[] {
  const targets: TlsTarget[] = [];
  const add = (
    name: string,
    text: string | null,
    port: number,
    startsPlain: boolean,
    wanted: (url: URL) => boolean,
  ) => {
    if (text === null) return;
    const url = new URL(text);
    if (wanted(url)) targets.push({ name, host: url.hostname, port: Number(url.port || port), startsPlain });
  };
  const mode = (url: URL) => url.searchParams.get('sslmode') ?? 'disable';
  add('DATABASE_URL', databaseUrl, 5432, true, (url) => url.hostname !== '' && mode(url) !== 'disable');
  add('REDIS_URL', redisUrl, 6379, false, ({ protocol }) => protocol === 'rediss:');
  add('ASSAY_PUBLIC_URL', publicUrl, 443, false, ({ protocol }) => protocol === 'https:');
  return targets;
}

/** When the certificate that the server shows ends; throws when it shows none within seconds. */
export async function certificateEnd({ host, port, startsPlain }: TlsTarget): Promise<Date> {
  const raw = connectTcp({ host: host.replace(/^\[|\]$/g, ''), port });
  raw.setTimeout(TIMEOUT_MS, () => raw.destroy(new Error('too slow')));
  try {
    if (startsPlain) await agreeOnTls(raw);
    // Only the end is looked at; whether the certificate is to be trusted is checked by who really connects.
    const secured: TLSSocket = connectTls({
      socket: raw,
      rejectUnauthorized: false,
      ...(isIP(host) === 0 && { servername: host }),
    });
    await once(secured, 'secureConnect');
    return new Date(secured.getPeerCertificate().valid_to);
  } finally {
    raw.destroy();
  }
}

async function agreeOnTls(socket: Socket): Promise<void> {
  await once(socket, 'connect');
  socket.write(SSL_REQUEST);
  await once(socket, 'readable');
  if (socket.read(1)?.toString('latin1') !== 'S') throw new Error('the server speaks no TLS');
}

function once(socket: Socket, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server hung up')));
  });
}
