import { describe, expect, it } from 'vitest';
import { renderMarkdown } from './markdown.ts';

describe('renderMarkdown', () => {
  it('renders headings, paragraphs, lists, tables and code', () => {
    const html = renderMarkdown(
      '# A *b*\n\nOne\ntwo `x < y` **bold**.\n\n- first\n  goes on\n- second\n\n| a | b |\n| --- | --- |\n| 1 | `2` |\n\n```python bad\nx = 1 < 2\n```\n',
    );
    expect(html).toContain('<h1 id="a-b-">A <em>b</em></h1>');
    expect(html).toContain('<p>One two <code>x &lt; y</code> <strong>bold</strong>.</p>');
    expect(html).toContain('<ul><li>first goes on</li><li>second</li></ul>');
    expect(html).toContain('<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td><code>2</code></td></tr></table>');
    expect(html).toContain('<pre class="bad"><code data-language="python">x = 1 &lt; 2</code></pre>');
  });

  it('links to the web and to this server, and to nothing else', () => {
    expect(renderMarkdown('[a](https://example.org/?a=1&b=2)')).toContain('href="https://example.org/?a=1&amp;b=2"');
    expect(renderMarkdown('[a](/rules/x)')).toContain('href="/rules/x"');
    expect(renderMarkdown('[a](javascript:alert(1))')).not.toContain('href');
  });

  it.each(['<script>alert(1)</script>', '`<b>`', '# <i>', '- <img src=x onerror=y>', '```"><script>\n<\n```'])(
    'lets no markup through: %s',
    (markdown) => {
      expect(renderMarkdown(markdown)).not.toMatch(/<(script|b|i|img)\b/);
    },
  );

  it('ends on text that never closes', () => {
    expect(renderMarkdown('```js\nx')).toContain('x');
    expect(renderMarkdown('a **b `c')).toContain('a **b');
  });
});
