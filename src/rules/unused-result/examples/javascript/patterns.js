const CHUNK = /[a-z]+/g;

function restart(text) {
  CHUNK.exec("");
  return CHUNK.exec(text);
}
