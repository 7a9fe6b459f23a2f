// The door of suggestion generation.

export { joinedEdits } from './joined-edits.ts';
export { suggestionsOf } from './suggestions.ts';
