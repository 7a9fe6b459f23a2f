// The manifests as they are rendered, held against our own policies: what a cluster would not refuse, and we would.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeConfiguration } from '../../src/config/index.ts';
import { kubectl, type Manifest, renderAll } from './rendering.ts';

const ROLES = ['api', 'gateway', 'model', 'trainer', 'worker'];
const skipped =
  kubectl === null ? ' (skipped: kubectl is not installed; its package is kubectl or google-cloud-cli)' : '';

describe.skipIf(kubectl === null)(`Kubernetes manifests${skipped}`, () => {
  let rendered: ReadonlyMap<string, readonly Manifest[]>;
  beforeAll(() => {
    rendered = renderAll();
  });

  const all = (kind: string): Manifest[] =>
    [...rendered.values()].flatMap((objects) => objects.filter((object) => object.kind === kind));
  const pods = () => all('Deployment').map(({ spec }) => spec.template.spec);
  const containers = (): Manifest[] => pods().flatMap((pod) => [...(pod.initContainers ?? []), ...pod.containers]);

  it('has the roles that there are, and no others, in every environment', () => {
    for (const objects of rendered.values()) {
      const roles = objects
        .filter(({ kind }) => kind === 'Deployment')
        .map(({ spec }) => spec.template.spec.containers[0].args);
      expect(roles.map((args) => args.join(' ')).sort()).toEqual(ROLES.map((role) => `serve --role ${role}`));
    }
  });

  it('runs nothing as root, nothing that can write to its root, nothing with rights of the node', () => {
    for (const pod of pods()) {
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(pod.automountServiceAccountToken).toBe(false);
      expect([pod.hostNetwork, pod.hostPID, pod.hostIPC]).toEqual([undefined, undefined, undefined]);
      expect(pod.volumes.filter((volume: Manifest) => volume.hostPath !== undefined)).toEqual([]);
    }
    for (const { securityContext } of containers()) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('limits memory and CPU, bounds what is written, and names images that do not move', () => {
    for (const { resources, image } of containers()) {
      expect(Object.keys(resources.limits).sort()).toEqual(['cpu', 'memory']);
      expect(Object.keys(resources.requests).sort()).toEqual(['cpu', 'memory']);
      expect(image).not.toMatch(/:latest$/);
      expect(image === 'assay' || /[:@]/.test(image)).toBe(true);
    }
    const written = pods().flatMap((pod) => pod.volumes.filter((volume: Manifest) => volume.emptyDir !== undefined));
    expect(written.filter((volume: Manifest) => volume.emptyDir.sizeLimit === undefined)).toEqual([]);
  });

  it('asks every container whether it is alive and ready, and gives it time to drain', () => {
    for (const { startupProbe, livenessProbe, readinessProbe } of containers()) {
      expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path)).toEqual([
        '/livez',
        '/livez',
        '/readyz',
      ]);
    }
    for (const objects of rendered.values()) {
      const settings = objects.find(({ kind }) => kind === 'ConfigMap').data;
      const needed = (Number(settings.ASSAY_DRAIN_DELAY_MS) + Number(settings.ASSAY_SHUTDOWN_TIMEOUT_MS)) / 1000;
      for (const { spec } of objects.filter(({ kind }) => kind === 'Deployment')) {
        expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(needed);
      }
    }
  });

  it('sets only variables that Assay reads, and no secret outside of secrets', () => {
    const secret = /DATABASE|REDIS|AMQP|KEY$|HEADERS/;
    const known = describeConfiguration().map(({ name }) => name);
    const set = [
      ...all('ConfigMap').flatMap(({ data }) => Object.keys(data)),
      ...containers().flatMap(({ env = [] }) => env.map(({ name }: Manifest) => name)),
    ];
    expect(set.filter((name) => !known.includes(name) || secret.test(name))).toEqual([]);
    expect(all('Secret')).toEqual([]);
  });

  it('gives the model role one key, and no connection', () => {
    for (const deployment of all('Deployment').filter(({ metadata }) => metadata.name === 'assay-model')) {
      const { containers, volumes } = deployment.spec.template.spec;
      expect(containers[0].envFrom).toEqual([{ configMapRef: { name: 'assay-settings' } }]);
      const [keys] = volumes.filter(({ secret }: Manifest) => secret !== undefined);
      expect(keys.secret.items).toEqual([{ key: 'model.key', path: 'model.key' }]);
    }
  });

  it('scales, spreads and interrupts each role on its own', () => {
    for (const [name, objects] of rendered) {
      const of = (kind: string) =>
        objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
      const roles = ROLES.map((role) => `assay-${role}`);
      for (const kind of ['PodDisruptionBudget', 'ServiceMonitor']) {
        expect([name, kind, of(kind).sort()]).toEqual([name, kind, roles]);
      }
      // Two scalers of one role would pull at it in turns.
      expect([name, [...of('HorizontalPodAutoscaler'), ...of('ScaledObject')].sort()]).toEqual([name, roles]);
      const names = new Set(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
      for (const { spec } of objects.filter(({ kind }) => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(kind))) {
        expect(names).toContain(`${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
      }
    }
    for (const pod of pods()) expect(pod.topologySpreadConstraints).toHaveLength(2);
  });

  it('lets through only the arrows of the drawing', () => {
    for (const objects of rendered.values()) {
      const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
      const named = (name: string) => policies.find(({ metadata }) => metadata.name === name).spec;
      expect(named('assay-default-deny')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
      const sources = named('assay-api').ingress.flatMap(({ from }: Manifest) => from);
      const pods = sources.filter((source: Manifest) => source.podSelector !== undefined);
      expect(pods.map(({ podSelector }: Manifest) => podSelector.matchLabels['app.kubernetes.io/component'])).toEqual([
        'gateway',
      ]);
      for (const role of ['worker', 'trainer']) {
        const askers = named(`assay-${role}`).ingress.flatMap(({ from }: Manifest) => from);
        expect(askers).toEqual([{ namespaceSelector: { matchLabels: { 'assay/monitoring': 'true' } } }]);
      }
      const callers = named('assay-model').ingress.flatMap(({ from }: Manifest) => from);
      expect(callers[0].podSelector.matchExpressions).toEqual([
        { key: 'app.kubernetes.io/component', operator: 'In', values: ['api', 'worker'] },
      ]);
      // Hostile code is read there: it reaches no database, no Redis and nothing outside.
      for (const name of ['assay-dependencies', 'assay-outside']) {
        expect(named(name).podSelector.matchExpressions).toEqual([
          { key: 'app.kubernetes.io/component', operator: 'NotIn', values: ['model'] },
        ]);
      }
      const ports = named('assay-model').egress.flatMap(({ ports }: Manifest) =>
        ports.map(({ port }: Manifest) => port),
      );
      expect(ports).toEqual([53, 53, 4318]);
      const rules = policies.flatMap(({ spec }) => [...(spec.ingress ?? []), ...(spec.egress ?? [])]);
      expect(rules.filter(({ ports }) => ports === undefined || ports.length === 0)).toEqual([]);
    }
  });

  it('sends traffic where a service leads, by ports that have names', () => {
    for (const objects of rendered.values()) {
      const labels = objects
        .filter(({ kind }) => kind === 'Deployment')
        .map(({ spec }) => spec.template.metadata.labels);
      for (const { spec } of objects.filter(({ kind }) => kind === 'Service')) {
        const led = labels.filter((label) =>
          Object.entries(spec.selector).every(([key, value]) => label[key] === value),
        );
        expect(led).toHaveLength(1);
        expect(spec.ports).toMatchObject([{ name: 'http', port: 8080, targetPort: 'http' }]);
      }
    }
  });

  it('scales workers by a metric that exists', async () => {
    const { documentedLabels, seriesNames, unknownIn } = await import('./metric-names.ts');
    const triggers = all('ScaledObject').flatMap(({ spec }) => spec.triggers);
    const queries = triggers.flatMap(({ metadata }: Manifest) => metadata.query ?? []);
    expect(queries.length).toBeGreaterThan(0);
    const [names, labels] = [await seriesNames(), documentedLabels()];
    expect(queries.flatMap((query: string) => unknownIn(query, names, labels))).toEqual([]);
  });

  it('takes a canary back by metrics that exist', async () => {
    const { documentedLabels, seriesNames, unknownIn } = await import('./metric-names.ts');
    const [names, labels] = [await seriesNames(), documentedLabels()];
    const queries = all('AnalysisTemplate').flatMap(({ spec }) =>
      spec.metrics.map((one: Manifest) => one.provider.prometheus.query),
    );
    expect(queries.length).toBeGreaterThan(0);
    // Prometheus' operator adds `pod`.
    const unknown = queries
      .flatMap((query) => unknownIn(query, names, labels))
      .filter((what) => !what.includes('label pod'));
    expect(unknown).toEqual([]);
    const rollouts = all('Rollout').map(({ spec }) => Object.keys(spec.strategy)[0]);
    expect(rollouts.sort()).toEqual(['blueGreen', 'canary']);
  });
});

it('the documentation names every secret that the manifests ask for', () => {
  const text = readFileSync('docs/operations/install.md', 'utf8');
  for (const name of ['assay-operator-keys', 'assay-connections']) expect(text).toContain(name);
});
