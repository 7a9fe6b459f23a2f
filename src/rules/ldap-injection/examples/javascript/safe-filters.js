const ldap = require('ldapjs');
const escape = require('ldap-escape');
const express = require('express');
const app = express();
const client = ldap.createClient({ url: 'ldap://localhost' });

app.get('/escaped', (req, res) => {
  client.search('ou=people', { filter: escape.filter`(uid=${req.query.name})` }, () => res.end());
});

app.get('/object', (req, res) => {
  const filter = new ldap.EqualityFilter({ attribute: 'uid', value: req.query.name });
  client.search('ou=people', { filter }, () => res.end());
});

app.get('/checked', (req, res) => {
  const { name } = req.query;
  if (!/^[a-z]+$/.test(name)) return res.sendStatus(400);
  client.search('ou=people', { filter: `(uid=${name})` }, () => res.end());
});
