const express = require('express');
const mongoose = require('mongoose');
const { MongoClient } = require('mongodb');
const app = express();
const User = mongoose.model('User', new mongoose.Schema({ name: String }));

app.post('/login', async (req, res) => {
  const user = await User.findOne({ name: req.body.name, password: req.body.password }); // assay: nosql-injection
  res.json({ found: Boolean(user) });
});

app.get('/search', async (req, res) => {
  const client = await MongoClient.connect('mongodb://localhost');
  const posts = client.db('blog').collection('posts');
  const found = await posts.find({ $where: `this.author == '${req.query.author}'` }).toArray(); // assay: nosql-injection
  res.json(found);
});

app.delete('/posts', async (req, res) => {
  const filter = {};
  filter.id = req.body.id;
  await User.deleteMany(filter); // assay: nosql-injection
  res.end();
});
