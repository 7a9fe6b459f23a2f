// Switches escaping on where the templates can be seen: they are written in the file itself and print nothing as markup.
import type { Fix } from '../../analysis-engine/index.ts';

export const fix: Fix = (context) => {
  const { source } = context;
  const isHere =
    /\.from_string\(\s*[rRuU]?["']/.test(source) && !/\bloader\s*=|\.from_string\(\s*[A-Za-z_]\w*\s*[,)]/.test(source);
  // Whoever makes markup in the file would see it escaped.
  if (!isHere || /Markup|\bhtml\b|<\w+[^>]*>["']\s*\+/.test(source)) return [];
  return context.repairs.at('autoescape', context);
};
