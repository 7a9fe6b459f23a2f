// Encodes the value where it is put among tags.
import { partsFix } from '../../analysis-engine/index.ts';

export const fix = partsFix(
  'encode.html',
  /\b(?:request|req|event|r)\b.*(?:[[.]|Parameter|FormValue|\bget\b)|^(?:name|text|title|message|comment|query|q|value)$/i,
);
