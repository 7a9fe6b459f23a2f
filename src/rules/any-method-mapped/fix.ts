// Maps the handler to the method of HTTP that its name speaks of.
import { rewritten } from '../../analysis-engine/index.ts';

const LOOKS = /\b(?:get|list|show|find|search|view|index)(?:[A-Z]\w*)?\s*\(/;
const CHANGES = /\b(?:save|create|add|update|delete|remove|close|register|submit)(?:[A-Z]\w*)?\s*\(/;

export const fix = rewritten('Map it to the method that its name speaks of.', (text) => {
  const body = text.indexOf('{');
  const head = body < 0 ? text : text.slice(0, body);
  const looks = LOOKS.test(head);
  if (!text.startsWith('@RequestMapping(') || looks === CHANGES.test(head)) return null;
  const mapping = `#{org.springframework.web.bind.annotation.${looks ? 'GetMapping' : 'PostMapping'}}`;
  return text.replace('@RequestMapping', `@${mapping}`);
});
