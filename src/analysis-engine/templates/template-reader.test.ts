import { describe, expect, it } from 'vitest';
import { goTemplate } from './languages/go-template.ts';
import { jinja } from './languages/jinja.ts';
import { readTemplate } from './template-reader.ts';

/** `variable` for each output, with `!` where markup gets through. */
const outputs = (...given: Parameters<typeof readTemplate>): string[] =>
  readTemplate(...given).outputs.map(({ paths, dangerous }) => `${paths[0]?.join('.')}${dangerous ? '!' : ''}`);

describe('Go templates', () => {
  it.each([
    ['<p>{{.Name}}</p>', ['Name!']],
    ['<p>{{ .User.Name | html }} {{html .Bio}}</p>', ['User.Name', 'html']],
    ['{{range .Users}}{{.Name}}{{end}}{{/* .X */}}', ['Name!']],
  ])('%s', (code, expected) => {
    expect(outputs(goTemplate, code)).toEqual(expected);
  });

  it('escapes nothing away where html/template fills it', () => {
    expect(outputs(goTemplate, '<script>{{.Name}}</script>', 'contextual')).toEqual([]);
  });
});

describe('the reader', () => {
  it.each([
    ['{{ a }', []],
    ['{{ a {{ b }}', ['a']],
    ['<script>{{ a }}</script>{{ b }}', ['a!', 'b']],
    ['<style>{{ a }}</style><!-- {{ b }} --><p class="x{{ c }}">', ['a', 'b', 'c']],
    ['<img src={{ a }} alt="{{ b }}" {{ c }}>', ['a!', 'b', 'c!']],
  ])('%s', (code, expected) => {
    expect(outputs(jinja, code)).toEqual(expected);
  });

  it('needs time in proportion to the template, whatever is left open', () => {
    const code = '{{ a {% b <a href="'.repeat(20_000);
    expect(outputs(jinja, code)).toEqual([]);
  });
});
