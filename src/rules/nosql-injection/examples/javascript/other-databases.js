// Whether the tables behind `query` understand operators, this file does not say: low.
const express = require('express');
const query = require('../queries');

const app = express();

app.get('/domain', async (req, res) => {
  res.json(await query.domain.find({ id: req.query.id })); // assay: nosql-injection
});
