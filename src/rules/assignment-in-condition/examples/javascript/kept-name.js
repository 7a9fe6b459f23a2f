function missing(options) {
  let name = null;
  if (options.host === undefined && (name = 'host')) return name;
  if ((options.secure = true)) return 'secure'; // assay: assignment-in-condition
  return name;
}

module.exports = missing;
