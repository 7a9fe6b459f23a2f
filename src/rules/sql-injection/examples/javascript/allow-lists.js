const express = require('express');
const { Pool } = require('pg');
const app = express();
const pool = new Pool();

const COLUMNS = { name: 'u.name', age: 'u.age' };
const DIRECTIONS = ['asc', 'desc'];

app.get('/by-key', async (req, res) => {
  const column = COLUMNS[req.query.sort] || 'u.id';
  res.json(await pool.query(`SELECT * FROM users u ORDER BY ${column}`));
});

app.get('/by-list', async (req, res) => {
  const { direction } = req.query;
  if (!DIRECTIONS.includes(direction)) return res.sendStatus(400);
  res.json(await pool.query('SELECT * FROM users ORDER BY name ' + direction));
});

app.get('/by-switch', async (req, res) => {
  let column;
  switch (req.query.sort) {
    case 'age':
      column = 'age';
      break;
    default:
      column = 'name';
  }
  res.json(await pool.query('SELECT * FROM users ORDER BY ' + column));
});
