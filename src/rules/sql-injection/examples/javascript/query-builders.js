const express = require('express');
const knex = require('knex')({ client: 'pg' });
const { Sequelize, literal } = require('sequelize');
const app = express();
const sequelize = new Sequelize('sqlite::memory:');

app.get('/knex', async (req, res) => {
  const rows = await knex('users').where('active', true).orderByRaw(req.query.order); // assay: sql-injection
  res.json(rows);
});

app.get('/raw', async (req, res) => {
  res.json(await knex.raw(`select * from users where id = ${req.query.id}`)); // assay: sql-injection
});

app.get('/sequelize', async (req, res) => {
  const found = await sequelize.query("SELECT * FROM users WHERE name = '" + req.query.name + "'"); // assay: sql-injection
  res.json({ found, order: literal(req.query.order) }); // assay: sql-injection
});
