// Values that code fills a template of the project with, in each template language, with the built-in facts.
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../engine.ts';
import type { Rule } from '../rule.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../testing/load-grammar.ts';

const RULE: Rule = {
  id: 'xss',
  message: '{source} reaches {sink}.',
  severity: 'high',
  category: 'security',
  cwe: ['CWE-79'],
  languages: [],
  confidence: 0.9,
  flow: { from: ['user-input'], to: ['html'] },
};

let engine: Engine;
beforeAll(async () => {
  const loaders = { loadGrammar: loadGrammarFromNodeModules, loadRuntime: loadRuntimeFromNodeModules };
  engine = await createEngine({ ...loaders, rules: [RULE] });
  for (const language of engine.supportedLanguages) await engine.prepare(language);
});

/** Lines of the template that a finding's trace goes through. */
function printedAt(language: string, path: string, code: string, template: string, text: string): number[] {
  const { findings } = engine.analyze({ code, language, path, files: [{ path: template, code: text }] });
  return findings.flatMap(({ range, trace }) => {
    expect(range.path).toBe(path);
    const [printed] = trace.filter((entry) => entry.range.path === template);
    return printed === undefined ? [] : [text.slice(0, printed.range.start).split('\n').length];
  });
}

const FLASK =
  'from flask import render_template, request\ndef view():\n    return render_template("page.html", name=request.args["n"], users=[request.args["u"]])\n';
const EXPRESS =
  "const app = require('express')();\napp.get('/', (req, res) => {\n  res.render('page', { name: req.query.n, user: { bio: req.query.b }, list: [req.query.l] });\n});\n";
const SERVLET =
  'import javax.servlet.http.*;\nclass Page extends HttpServlet {\n  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {\n    request.setAttribute("name", request.getParameter("n"));\n    request.getRequestDispatcher("/WEB-INF/page.jsp").forward(request, response);\n  }\n}\n';
const THYMELEAF =
  'import javax.servlet.http.*;\nimport org.thymeleaf.TemplateEngine;\nimport org.thymeleaf.context.Context;\nclass Page extends HttpServlet {\n  private TemplateEngine engine;\n  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {\n    Context context = new Context();\n    context.setVariable("name", request.getParameter("n"));\n    String page = engine.process("page", context);\n  }\n}\n';

describe.each<[string, string, string, string, string, readonly (readonly [string, readonly number[]])[]]>([
  [
    'Jinja',
    'python',
    'app/views.py',
    FLASK,
    'app/templates/page.html',
    [
      ['<p>\n{{ name|safe }}</p>', [2]],
      ['<p>{{ name }}</p><p title="{{ name }}">{{ other|safe }}</p>', []],
      ['{% autoescape false %}\n{{ name }}\n{% endautoescape %}', [2]],
      ['{% autoescape false %}{{ name|e }}{% endautoescape %}{{ name }}', []],
      ['{% for user in users %}\n<li>{{ user|safe }}</li>{% endfor %}', [2]],
      ['<p title={{ name }}>', [1]],
      ['<script>\nvar name = "{{ name }}";</script>', [2]],
      ['<script>var name = {{ name|tojson }};</script>', []],
      ['<a href="{{ name }}">', [1]],
      ['<a href="/users?n={{ name }}">', []],
      ['{# {{ name|safe }} #}{% raw %}{{ name|safe }}{% endraw %}', []],
    ],
  ],
  [
    'EJS',
    'javascript',
    'app.js',
    EXPRESS,
    'views/page.ejs',
    [
      ['<p><%- name %></p>', [1]],
      ['<p><%= name %></p><%- include("head") %>', []],
      ['<p>\n<%- user.bio %></p>', [2]],
      ['<% list.forEach((item) => { %>\n<%- item %><% }) %>', [2]],
      ['<a onclick="go(\'<%= name %>\')">', [1]],
      ['<%- escapeHtml(name) %><%# name %>', []],
    ],
  ],
  [
    'Handlebars',
    'javascript',
    'app.js',
    EXPRESS,
    'views/page.hbs',
    [
      ['<p>{{{name}}}</p>', [1]],
      ['<p>{{&name}}</p>', [1]],
      ['<p>{{name}} {{{other}}}</p>{{!-- {{{name}}} --}}', []],
      ['{{#with user}}\n{{{bio}}}{{/with}}', [2]],
      ['{{#each list}}\n{{{this}}}{{/each}}', [2]],
    ],
  ],
  [
    'JSP',
    'java',
    'src/Page.java',
    SERVLET,
    'webapp/WEB-INF/page.jsp',
    [
      ['<p>\n${name}</p>', [2]],
      ['<p>${requestScope.name}</p>', [1]],
      ['<p><c:out value="${name}"/> ${fn:escapeXml(name)} ${other}</p><%-- ${name} --%>', []],
    ],
  ],
  [
    'Thymeleaf',
    'java',
    'src/Page.java',
    THYMELEAF,
    'templates/page.html',
    [
      ['<p th:utext="${name}"></p>', [1]],
      ['<p>\n[(${name})]</p>', [2]],
      ['<p th:text="${name}">[[${name}]]</p>', []],
    ],
  ],
])('%s', (_name, language, path, code, template, cases) => {
  it.each(cases)('%j', (text, lines) => {
    expect(printedAt(language, path, code, template, text)).toEqual(lines);
  });
});

it('follows a template into those that it puts in', () => {
  const files = [
    { path: 'templates/page.html', code: '{% include "part.html" %}' },
    { path: 'templates/part.html', code: '{{ name|safe }}' },
  ];
  const { findings } = engine.analyze({ code: FLASK, language: 'python', path: 'views.py', files });
  expect(findings.map(({ trace }) => trace.map((entry) => entry.message))).toEqual([
    expect.arrayContaining(['printed as it is by `{{ name|safe }}` in the template']),
  ]);
});
