// Analysis in this very browser: the engine as a worker, loaded when it is first asked for. The code goes nowhere.

let worker = null;
let asked = 0;
const waiting = new Map();

/** Digest of the bundle, or null when this server has none. */
async function bundleDigest() {
  const response = await fetch('/assets/edge/manifest.json').catch(() => null);
  return response?.ok ? (await response.json()).digest : null;
}

/** Whether analyses can be made here. */
export async function canAnalyzeHere() {
  return typeof WebAssembly === 'object' && typeof Worker === 'function' && (await bundleDigest()) !== null;
}

function end(error) {
  worker?.terminate();
  worker = null;
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
}

async function started() {
  if (worker !== null) return worker;
  const digest = await bundleDigest();
  if (digest === null) throw new Error('This server has no bundle for browsers.');
  worker ??= new Worker(`/assets/edge/${digest}/edge-worker.js`, { type: 'module' });
  worker.onmessage = ({ data: { id, answer, error } }) => {
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error === undefined) resolve?.(answer);
    else reject?.(new Error(error));
  };
  worker.onerror = () => end(new Error('The analysis in this browser failed.'));
  return worker;
}

/** An answer as the server gives it, without `analysis_id`: nothing is kept, so there is nothing to judge. */
export async function analyzeHere(request, signal) {
  const target = await started();
  const id = ++asked;
  return await new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    // A worker cannot be asked to stop: it goes, and the next analysis starts another.
    signal.addEventListener('abort', () => {
      if (waiting.has(id)) end(new DOMException('A newer analysis began.', 'AbortError'));
    });
    target.postMessage({ id, request });
  });
}
