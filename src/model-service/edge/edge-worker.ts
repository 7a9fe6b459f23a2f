// The entry of the bundle for browsers: a module worker. A page posts `{ id, request }` and hears `{ id, answer }`, or
// `{ id, error }` in words. The files of the bundle lie beside it.
import { createEdgeAnalyzer, type EdgeAnalyzer, type EdgeAnswer, type EdgeRequest } from './edge-analyzer.ts';

interface Question {
  readonly id: number;
  readonly request: EdgeRequest;
}

type Reply = { readonly id: number } & ({ readonly answer: EdgeAnswer } | { readonly error: string });

/** The part of a worker's global scope that is used; this project's types know no browser. */
interface WorkerScope {
  readonly location: { readonly href: string };
  onmessage: ((event: { readonly data: Question }) => void) | null;
  postMessage(reply: Reply): void;
}

const scope = globalThis as unknown as WorkerScope;
let analyzer: Promise<EdgeAnalyzer> | null = null;

async function loadAsset(file: string): Promise<Uint8Array> {
  const response = await fetch(new URL(file, scope.location.href));
  if (!response.ok) throw new Error(`${file} cannot be loaded: the server answers ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}

function loaded(): Promise<EdgeAnalyzer> {
  // A failure is not kept: the next question tries again.
  analyzer ??= createEdgeAnalyzer(loadAsset).catch((error: unknown) => {
    analyzer = null;
    throw error;
  });
  return analyzer;
}

async function replyTo({ id, request }: Question): Promise<Reply> {
  try {
    return { id, answer: await (await loaded()).analyze(request) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

scope.onmessage = ({ data }) => {
  void replyTo(data).then((reply) => scope.postMessage(reply));
};
