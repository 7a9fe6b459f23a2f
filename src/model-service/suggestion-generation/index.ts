// The door of suggestion generation.
export { suggestionsOf } from './suggestions.ts';
