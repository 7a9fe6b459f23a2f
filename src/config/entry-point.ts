// How to start a module as a thread or process of its own, from source as well as compiled.

export interface EntryPoint {
  readonly url: URL;
  /** arguments for node before the file */
  readonly nodeArguments: string[];
}

/** `name` is a module beside the caller without its ending; `from` is the caller's `import.meta.url`. */
export function entryPoint(name: string, from: string): EntryPoint {
  const isSource = from.endsWith('.ts');
  return {
    url: new URL(`./${name}.${isSource ? 'ts' : 'js'}`, from),
    nodeArguments: isSource ? ['--import', typeScriptLoader()] : [],
  };
}

/** Threads do not inherit the TypeScript loader, and `--import tsx` registers nothing in a thread of Node 20. */
function typeScriptLoader(): string {
  const register = `import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))}; register();`;
  return `data:text/javascript,${encodeURIComponent(register)}`;
}
