// What the last stage of the Dockerfile says about running: read, so that what is tried is what a container engine would do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../repository-root.ts';

export interface ImageSettings {
  readonly environment: Readonly<Record<string, string>>;
  /** `uid:gid` */
  readonly user: string;
  readonly directory: string;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

/** Throws when an instruction is missing or in a form that is not read here. */
export function readImageSettings(file = join(repositoryRoot, 'deploy/docker/Dockerfile')): ImageSettings {
  const lines = readFileSync(file, 'utf8').split('\n');
  const lastStage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const instruction = (name: string) => {
    const line = lastStage.find((one) => one.startsWith(`${name} `));
    if (line === undefined) throw new Error(`the Dockerfile has no ${name}`);
    return line.slice(name.length + 1);
  };
  const list = (text: string): string[] => JSON.parse(text.slice(text.indexOf('[')));
  const environment = instruction('ENV')
    .split(' ')
    .map((pair) => pair.split('='));
  return {
    environment: Object.fromEntries(environment),
    user: instruction('USER'),
    directory: instruction('WORKDIR'),
    command: [...list(instruction('ENTRYPOINT')), ...list(instruction('CMD'))],
    healthCheck: list(instruction('HEALTHCHECK').replace(/^.*? CMD /, '')),
  };
}

/** Whether a file of the repository reaches the build: what .dockerignore lets through. Throws for a line in a form that is not read here. */
export function readContext(file = join(repositoryRoot, '.dockerignore')): (path: string) => boolean {
  const [first, ...lines] = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  if (first !== '**') throw new Error('.dockerignore must leave everything out first');
  const kept = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const out = lines
    .filter((line) => !line.startsWith('!'))
    .map((line) => {
      const [, folder, ending] = /^([\w/-]+)\/\*\*\/\*([\w.-]+)$/.exec(line) ?? [];
      if (folder === undefined || ending === undefined) throw new Error(`.dockerignore: ${line} is not read here`);
      return { folder: `${folder}/`, ending };
    });
  return (path) =>
    kept.some((one) => path === one || path.startsWith(`${one}/`)) &&
    !out.some(({ folder, ending }) => path.startsWith(folder) && path.endsWith(ending));
}
