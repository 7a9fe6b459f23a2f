// A method of the file's own may do more than compute, whatever the same name does elsewhere.
function Reader(text) {
  this.text = text;
  this.at = 0;
  this.match = function (sign) {
    if (this.text[this.at] === sign) this.at += 1;
  };
  this.braces = function () {
    this.match('{');
    return this.at;
  };
}

function shorten(text) {
  const line = `${text}\n`;
  line.trim(); // assay: unused-result
  return line;
}
