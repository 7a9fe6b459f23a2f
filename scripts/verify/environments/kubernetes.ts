// An overlay as an environment: one pod of every deployment, behind the service that leads to it.
import { type Manifest, render } from '../../../tests/deploy/rendering.ts';
import type { Connections, Environment, Part } from './environment.ts';

export function kubernetesEnvironment(name: string, connections: Connections): Environment {
  const objects = render(`deploy/kubernetes/overlays/${name}`);
  const all = (kind: string): Manifest[] => objects.filter((object) => object.kind === kind);
  const settings = Object.fromEntries(all('ConfigMap').map(({ metadata, data }) => [metadata.name, data]));
  const parts = all('Deployment').map((deployment): Part => {
    const { spec, metadata } = deployment.spec.template;
    const [container] = spec.containers;
    const leads = ({ spec: service }: Manifest) =>
      Object.entries(service.selector).every(([label, value]) => metadata.labels[label] === value);
    const given = (container.envFrom ?? []).map((source: Manifest) => envFrom(source, settings, connections));
    const own = (container.env ?? []).map(({ name: variable, value }: Manifest) => [variable, value]);
    return {
      name: all('Service').find(leads)?.metadata.name ?? deployment.metadata.name,
      command: container.args,
      environment: Object.assign({}, ...given, Object.fromEntries(own)),
      keys: keysOf(spec.volumes),
    };
  });
  return { name: `kubernetes, ${name}`, parts, balancer: null, address: 'http://assay-gateway:8080' };
}

function envFrom(source: Manifest, settings: Manifest, connections: Connections): Readonly<Record<string, string>> {
  if (source.secretRef?.name === 'assay-connections') return connections;
  const found = settings[source.configMapRef?.name];
  if (found === undefined) throw new Error(`nothing is known of ${JSON.stringify(source)}`);
  return found;
}

function keysOf(volumes: readonly Manifest[]): Part['keys'] {
  const secret = volumes.find((volume) => volume.secret?.secretName === 'assay-operator-keys')?.secret;
  if (secret === undefined) return 'none';
  return secret.items === undefined ? 'all' : 'model';
}
