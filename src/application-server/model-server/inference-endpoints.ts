// The Open Inference Protocol, version 2, over HTTP: health, description and inference of the models that are tensors.
import { Type } from 'typebox';
import { AssayError } from '../../errors.ts';
import { InferenceFault, inferenceModels, type ModelService } from '../../model-service/index.ts';
import { type Answer, defineEndpoint, type Endpoint, json } from '../endpoint.ts';

const SERVER = 'assay';
const BODY_LIMIT = 8 * 1_048_576;

const shared = { tag: 'inference', access: 'public', undocumented: true } as const;
const answers = { 200: json('As the protocol has it.', Type.Unknown()) };
const named = Type.Object({ model: Type.String({ maxLength: 100 }) });

const InferenceBody = Type.Object({
  id: Type.Optional(Type.String({ maxLength: 200 })),
  inputs: Type.Array(
    Type.Object({
      name: Type.String(),
      datatype: Type.String(),
      shape: Type.Array(Type.Integer({ minimum: 0 }), { maxItems: 4 }),
      data: Type.Array(Type.Unknown()),
    }),
    { maxItems: 20 },
  ),
  outputs: Type.Optional(Type.Array(Type.Object({ name: Type.String() }))),
});

export function inferenceEndpoints(model: ModelService): Endpoint[] {
  const models = inferenceModels(model.bundle);
  const find = (name: string) => {
    const found = models.find((each) => each.name === name);
    if (found === undefined) throw new AssayError('not_found');
    return found;
  };
  return [
    ...healthOf(model),
    defineEndpoint(
      {
        ...shared,
        method: 'GET',
        path: '/v2',
        operationId: 'describeInferenceServer',
        summary: 'The server.',
        answers,
      },
      async () => ({ status: 200, body: { name: SERVER, version: model.bundle.version, extensions: [] } }),
    ),
    defineEndpoint(
      {
        ...shared,
        method: 'GET',
        path: '/v2/models/:model',
        operationId: 'describeInferenceModel',
        summary: 'What a model takes and gives.',
        parameters: named,
        answers,
      },
      async ({ parameters }) => {
        const { name, version, inputs, outputs } = find(parameters.model);
        return { status: 200, body: { name, versions: [version], platform: SERVER, inputs, outputs } };
      },
    ),
    defineEndpoint(
      {
        ...shared,
        method: 'GET',
        path: '/v2/models/:model/ready',
        operationId: 'getInferenceModelReadiness',
        summary: 'Whether a model answers.',
        parameters: named,
        answers,
      },
      async ({ parameters }) => ({ status: 200, body: { name: find(parameters.model).name, ready: true } }),
    ),
    defineEndpoint(
      {
        ...shared,
        method: 'POST',
        path: '/v2/models/:model/infer',
        operationId: 'infer',
        summary: 'Tensors for tensors.',
        parameters: named,
        body: InferenceBody,
        bodyLimit: BODY_LIMIT,
        answers,
      },
      async ({ parameters, body }) => {
        const { name, version, infer } = find(parameters.model);
        return refusing(() => {
          const outputs = infer(body.inputs).filter(({ name }) => isWanted(name, body.outputs));
          return { model_name: name, model_version: version, ...(body.id !== undefined && { id: body.id }), outputs };
        });
      },
    ),
  ];
}

function healthOf(model: ModelService): Endpoint[] {
  const probe = { ...shared, method: 'GET', etag: false, probe: true, answers } as const;
  return [
    defineEndpoint(
      {
        ...probe,
        path: '/v2/health/live',
        operationId: 'getInferenceLiveness',
        summary: 'Whether the server answers.',
      },
      async () => ({ status: 200, body: { live: true } }),
    ),
    defineEndpoint(
      { ...probe, path: '/v2/health/ready', operationId: 'getInferenceReadiness', summary: 'Whether it can infer.' },
      async () => {
        const ready = model.available();
        return { status: ready ? 200 : 503, body: { ready } };
      },
    ),
  ];
}

function isWanted(name: string, outputs: readonly { readonly name: string }[] | undefined): boolean {
  return outputs === undefined || outputs.length === 0 || outputs.some((output) => output.name === name);
}

/** Whoever speaks this protocol reads faults as `{"error": "…"}`. */
function refusing(work: () => unknown): Answer {
  try {
    return { status: 200, body: work() };
  } catch (error) {
    if (!(error instanceof InferenceFault)) throw error;
    return { status: 400, body: { error: error.message } };
  }
}
