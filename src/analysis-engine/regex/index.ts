// The door of what is known of regular expressions.
export { literalPattern } from './literal-pattern.ts';
export { ambiguousPatternsOf } from './patterns.ts';
