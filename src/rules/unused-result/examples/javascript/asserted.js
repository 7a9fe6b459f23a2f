// Called because it throws, or because of what the pattern remembers.
import assert from 'node:assert';

export function check(version, line) {
  assert.match(version, /^\d+$/, 'no version');
  line.match(/^(\w+)=/);
  const name = RegExp.$1;
  return name;
}
