// Encodes the values that are put among markup, where all of them are text that somebody sent or typed, and it becomes a page.
import { type Fix, partsFix } from '../../analysis-engine/index.ts';

const encoded = partsFix(
  'encode.html',
  /^(?:event|req|request|ctx\.request|body|query|params|user)\b[.[]|^user_?input$|\.(?:value|val\(\)|textContent|innerText)$/i,
);

const LOG = /\b(?:console|log(?:ger)?)\.\w+\(/i;

export const fix: Fix = (context) => {
  const from = context.source.lastIndexOf('\n', context.start) + 1;
  return LOG.test(context.source.slice(from, context.end)) ? [] : encoded(context);
};
