const express = require('express');
const cors = require('cors');
const app = express();

app.use(cors()); // assay: permissive-cors
app.use(cors({ origin: true, credentials: true })); // assay: permissive-cors
app.use(cors({ origin: ['https://www.example.com'] }));

app.get('/a', (req, res) => {
  res.set('Access-Control-Allow-Origin', req.headers.origin); // assay: permissive-cors
  res.writeHead(200, {
    'Access-Control-Allow-Origin': '*', // assay: permissive-cors
  });
  res.end();
});
