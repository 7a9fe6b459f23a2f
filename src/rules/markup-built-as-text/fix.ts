// Encodes the values that are put among markup, where all of them are text that somebody sent or typed.
import { type Fix, partsFix } from '../../analysis-engine/index.ts';

export const fix: Fix = partsFix(
  'encode.html',
  /^(?:event|req|request|ctx\.request|body|query|params|user)\b[.[]|^user_?input$|\.(?:value|val\(\)|textContent|innerText)$/i,
);
