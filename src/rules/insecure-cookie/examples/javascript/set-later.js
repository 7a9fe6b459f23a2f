const cookie = require('cookie');

function options() {
  const result = { path: '/', secure: false };
  result.secure = true;
  return result;
}

exports.header = (value) => cookie.serialize('id', value, options()); // assay: cookie-without-samesite, cookie-readable-by-script
exports.given = (value, chosen) => cookie.serialize('id', value, chosen);
