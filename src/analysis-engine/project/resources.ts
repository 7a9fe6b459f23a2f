// Files that code names in its strings: properties, configuration, templates. Which of them a name means.
import { closeness, normalisePath } from './source-tree.ts';

const CONFIGURATION = /\.(?:properties|json|ya?ml|env|toml|ini|cfg|conf)$|(?:^|\/)\.env(?:\.[\w-]+)?$/;
const TEMPLATES =
  /\.(?:html?|xhtml|jinja2?|j2|ejs|hbs|handlebars|mustache|jspx?|jspf|tag|njk|twig|eta|tmpl|gohtml|gotmpl|tpl|txt)$/;

/** Of files with one name this many are taken, the nearest first. */
const MOST_OF_ONE_NAME = 3;

const isResource = (path: string): boolean => CONFIGURATION.test(path) || TEMPLATES.test(path);

/** Whether a path ends in what a string in the code names, as class paths and view folders hide its beginning. */
function endsInName(path: string, name: string): boolean {
  const wanted = wantedName(name);
  return wanted !== '' && (path === wanted || path.endsWith(`/${wanted}`));
}

/** `classpath:/a.properties` → `a.properties`, `./views/x` → `views/x`. */
function wantedName(name: string): string {
  return normalisePath(name).replace(/^(?:classpath\*?:|file:|redirect:)?(?:\.{0,2}\/)*/, '');
}

function nearest(paths: readonly string[], from: string): string[] {
  return [...paths].sort((a, b) => closeness(b, from) - closeness(a, from) || (a < b ? -1 : 1));
}

/** Templates may be named without their extension (`render('users/list')`); the nearest of several is meant. */
export function templateNamed(paths: readonly string[], name: string, from: string): string | undefined {
  const templates = paths.filter((path) => TEMPLATES.test(path));
  const whole = templates.filter((path) => endsInName(normalisePath(path), name));
  const found =
    whole.length > 0 ? whole : templates.filter((path) => endsInName(normalisePath(path).replace(/\.\w+$/, ''), name));
  return nearest(found, from)[0];
}

/** Answers which resources a string may name: by the last part of the name, with and without extension. */
export function resourceIndex(paths: readonly string[]): (literal: string, from: string) => string[] {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    if (!isResource(path)) continue;
    const file = lastPart(normalisePath(path));
    for (const key of new Set([file, file.replace(/\.\w+$/, '')])) byName.set(key, [...(byName.get(key) ?? []), path]);
  }
  return (literal, from) => {
    if (!mayEndIn(literal, byName)) return [];
    const name = wantedName(literal);
    const candidates = byName.get(lastPart(name)) ?? [];
    const whole = candidates.filter((path) => {
      const own = normalisePath(path);
      return endsInName(own, name) || endsInName(own.replace(/\.\w+$/, ''), name);
    });
    return nearest(whole, from).slice(0, MOST_OF_ONE_NAME);
  };
}

/** Code has a thousand strings for one that names a file: most are told from the others by what follows their last slash. */
function mayEndIn(literal: string, names: ReadonlyMap<string, unknown>): boolean {
  const end = literal.slice(Math.max(literal.lastIndexOf('/'), literal.lastIndexOf('\\')) + 1);
  return names.has(end) || end.includes(':');
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
