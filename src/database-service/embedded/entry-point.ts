// How to start a file of this folder as a thread or process of its own, from source as well as compiled.

const isSource = import.meta.url.endsWith('.ts');

export interface EntryPoint {
  readonly url: URL;
  /** arguments for node before the file */
  readonly nodeArguments: string[];
}

/** @param name of a module in this folder, without its ending */
export function entryPoint(name: string): EntryPoint {
  return {
    url: new URL(`./${name}.${isSource ? 'ts' : 'js'}`, import.meta.url),
    nodeArguments: isSource ? ['--import', typeScriptLoader()] : [],
  };
}

/** Threads do not inherit the TypeScript loader, and `--import tsx` registers nothing in a thread of Node 20. */
function typeScriptLoader(): string {
  const register = `import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))}; register();`;
  return `data:text/javascript,${encodeURIComponent(register)}`;
}
