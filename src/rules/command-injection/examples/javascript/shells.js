const { exec, execSync, spawn } = require('child_process');
const express = require('express');
const app = express();

app.get('/ping', (req, res) => {
  exec('ping -c 1 ' + req.query.host, (error, stdout) => res.json({ stdout })); // assay: command-injection
});

app.get('/log', (req, res) => {
  const lines = execSync(`git log ${req.query.branch}`).toString(); // assay: command-injection
  res.json({ lines });
});

app.post('/convert', (req, res) => {
  spawn('convert', [req.body.from, req.body.to], { shell: true }); // assay: command-injection
  spawn('sh', ['-c', `convert ${req.body.from} out.png`]); // assay: command-injection
  res.json({});
});
