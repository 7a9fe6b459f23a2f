const { execFile, spawn } = require('child_process');
const express = require('express');
const quote = require('shell-quote');
const app = express();

app.get('/ping', (req, res) => {
  execFile('/usr/bin/ping', ['-c', '1', req.query.host], (error, stdout) => res.json({ stdout }));
});

app.get('/log', (req, res) => {
  const child = spawn('/usr/bin/git', ['log', '--', req.query.path]);
  child.on('close', () => res.json({}));
});

app.get('/quoted', (req, res) => {
  require('child_process').exec('ls ' + quote.quote([req.query.folder]), () => res.json({}));
});
