const jwt = require('jsonwebtoken');
const simple = require('jwt-simple');

exports.any = (token) => jwt.verify(token, process.env.KEY, { algorithms: ['HS256', 'none'] }); // assay: unverified-token
exports.skipped = (token) => simple.decode(token, process.env.KEY, true); // assay: unverified-token

exports.later = (token) => {
  jwt.verify(token, process.env.KEY, { algorithms: ['HS256'] });
  return jwt.decode(token).sub;
};
