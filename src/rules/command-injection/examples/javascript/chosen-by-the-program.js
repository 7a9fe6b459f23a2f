const { exec } = require('child_process');
const express = require('express');
const app = express();

const JOBS = new Map([
  ['build', '/usr/bin/npm run build'],
  ['test', '/usr/bin/npm test'],
]);

app.post('/jobs', (req, res) => {
  const command = JOBS.get(req.body.job);
  if (command) exec(command);
  res.json({});
});

app.post('/wait', (req, res) => {
  const seconds = Number.parseInt(req.body.seconds, 10);
  exec(`sleep ${seconds}`, () => res.json({}));
});

app.post('/only-these', (req, res) => {
  const { service } = req.body;
  if (service === 'web' || service === 'mail') {
    exec('/usr/bin/systemctl restart ' + service, () => res.json({}));
  }
});
