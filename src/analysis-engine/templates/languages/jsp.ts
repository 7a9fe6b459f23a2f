// JSP: neither `<%= x %>` nor `${x}` is escaped; `<c:out>` and `fn:escapeXml` are what escapes.
import type { TemplateSyntax } from '../template-syntax.ts';

export const jsp: TemplateSyntax = {
  name: 'jsp',
  files: /\.(?:jspx?|jspf|tag)$/,
  outputs: [
    { open: '<%=', close: '%>', escaped: false },
    { open: '${', close: '}', escaped: false },
    { open: '#{', close: '}', escaped: true },
  ],
  skipped: [
    { open: '<%--', close: '--%>' },
    { open: '<%@', close: '%>' },
  ],
  tags: [
    { open: '<%', close: '%>' },
    { open: '<c:out', close: '>' },
    { open: '<c:forEach', close: '>' },
    { open: '<c:set', close: '>' },
    { open: '<c:if', close: '>' },
    { open: '<c:when', close: '>' },
    { open: '<spring:', close: '>' },
    { open: '<form:', close: '>' },
  ],
  encoded:
    /\b(?:fn:escapeXml|fn:length|escapeHtml4?|escapeXml\w*|forHtml\w*|encodeForHTML\w*|htmlEscape|encodeForURL|URLEncoder\.encode|Integer\.parseInt)\b/,
  aliases: [
    /\bitems\s*=\s*["'][$#]\{(?<path>[\w.]+)\}["'][^>]*\bvar\s*=\s*["'](?<name>\w+)["']/,
    /\bvar\s*=\s*["'](?<name>\w+)["'][^>]*\bitems\s*=\s*["'][$#]\{(?<path>[\w.]+)\}["']/,
    /\bvar\s*=\s*["'](?<name>\w+)["'][^>]*\bvalue\s*=\s*["'][$#]\{(?<whole>(?<path>[\w.]+))\}["']/,
  ],
  roots: new Set(['requestScope', 'sessionScope', 'applicationScope', 'pageScope']),
};
