// The door of what is known of regular expressions.
export { ambiguityOf } from './ambiguity.ts';
export { patternsOf } from './patterns.ts';
