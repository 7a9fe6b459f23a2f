const ldap = require('ldapjs');
const express = require('express');
const app = express();
const client = ldap.createClient({ url: 'ldap://localhost' });

const filterFor = (name) => `(&(objectClass=person)(uid=${name}))`;

app.get('/person', (req, res) => {
  client.search('ou=people', { scope: 'sub', filter: filterFor(req.query.name) }, () => res.end()); // assay: ldap-injection
});

app.get('/unit', (req, res) => {
  const base = 'ou=' + req.query.unit + ',o=example';
  client.search(base, { scope: 'one' }, () => res.end()); // assay: ldap-injection
});

app.get('/parsed', (req, res) => {
  const filter = ldap.parseFilter('(mail=' + req.query.mail + ')'); // assay: ldap-injection
  client.search('ou=people', { filter }, () => res.end());
});
