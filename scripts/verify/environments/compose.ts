// A compose file as an environment: the services that run Assay, and nginx where there is one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repositoryRoot } from '../../repository-root.ts';
import { BALANCER, type Connections, type Environment, type Part } from './environment.ts';

interface Service {
  readonly image?: string;
  readonly build?: unknown;
  readonly command?: readonly string[];
  readonly entrypoint?: unknown;
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: readonly string[];
  readonly volumes?: readonly string[];
}

const FOLDER = join(repositoryRoot, 'deploy/docker');

export function composeEnvironment(name: string, connections: Connections): Environment {
  const text = readFileSync(join(FOLDER, `compose.${name}.yaml`), 'utf8');
  const services: Record<string, Service> = parse(text, { merge: true }).services;
  const own = Object.entries(services).filter(
    ([, { image = '', build, entrypoint }]) =>
      entrypoint === undefined && (build !== undefined || image.includes('ASSAY_IMAGE')),
  );
  const balancer = services['load-balancer'];
  const files = balancer === undefined ? null : mountedFiles(balancer);
  const isSecured = files?.['assay-listen.conf']?.includes(' ssl') === true;
  const address = isSecured ? `https://${BALANCER}:8443` : `http://${BALANCER}:8080`;
  return {
    name: `compose, ${name}`,
    parts: own.map(([service, settings]) => toPart(service, settings, connections)),
    balancer: files,
    address: files === null ? `http://${own[0]?.[0]}:8080` : address,
  };
}

function toPart(name: string, service: Service, connections: Connections): Part {
  const written = Object.entries(service.environment ?? {}).map(([variable, value]) => {
    // Servers that others make: their addresses are those of this machine.
    const known = Object.entries(connections).find(([one]) => one === variable)?.[1];
    return [variable, known ?? String(value)] as const;
  });
  const fromFile = (service.env_file ?? []).length > 0 ? connections : {};
  const keys = service.volumes?.find((volume) => /:\/data\/keys(:ro)?$/.test(volume))?.split(':')[0];
  return {
    name,
    command: service.command ?? ['serve'],
    environment: { ...fromFile, ...Object.fromEntries(written) },
    keys: keysOf(keys),
  };
}

function keysOf(volume: string | undefined): Part['keys'] {
  if (volume === undefined) return 'none';
  if (volume === 'operator-keys') return 'all';
  if (volume === 'model-key') return 'model';
  throw new Error(`nothing is known of the volume ${volume}`);
}

function mountedFiles({ volumes = [] }: Service): Record<string, string> {
  const files = volumes.filter((volume) => volume.startsWith('.')).map((volume) => volume.split(':'));
  return Object.fromEntries(
    files.map(([source = '', target = '']) => [
      target.slice(target.lastIndexOf('/') + 1),
      readFileSync(join(FOLDER, source), 'utf8'),
    ]),
  );
}
