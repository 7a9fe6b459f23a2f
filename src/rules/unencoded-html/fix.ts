// Encodes the values that are put among markup.
import { partsFix } from '../../analysis-engine/index.ts';

export const fix = partsFix(
  'encode.html',
  /^(?!.*(?:icon|svg|html|i18n|template|render))(?:.*(?:name|title|text|message|label|value|input|query|user|result|data|email|comment|str|url|val\(\))\b.*|(?:event|req|request|params|query|body|user)\b[.[].*)$/is,
);
