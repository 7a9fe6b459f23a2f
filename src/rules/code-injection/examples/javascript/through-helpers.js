const express = require('express');
const router = express.Router();

const wrap = (source) => `(function () { return ${source}; })()`;
const registry = { formula: null };

function remember(body) {
  registry.formula = wrap(body.formula);
}

router.post('/formula', (req, res) => {
  remember(req.body);
  res.json({ value: (0, eval)(registry.formula) }); // assay: code-injection
});
