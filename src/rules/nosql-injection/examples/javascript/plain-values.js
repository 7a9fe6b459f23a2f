const express = require('express');
const mongoose = require('mongoose');
const sanitize = require('mongo-sanitize');
const app = express();
const User = mongoose.model('User', new mongoose.Schema({ name: String }));

app.post('/text', async (req, res) => {
  res.json(await User.findOne({ name: String(req.body.name) }));
});

app.post('/number', async (req, res) => {
  res.json(await User.find({ age: Number(req.body.age) }));
});

app.post('/clean', async (req, res) => {
  res.json(await User.find({ name: sanitize(req.body.name) }));
});

app.get('/id/:id', async (req, res) => {
  res.json(await User.findById(req.params.id));
});
