// The door of what is known of regular expressions.
export { ambiguousPatternsOf } from './patterns.ts';
