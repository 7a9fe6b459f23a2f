// Stands in for mysql2: it prints the statement with its values.
exports.createConnection = () => ({
  query(text, values = []) {
    let next = 0;
    console.log(text.replace(/\?/g, () => `'${String(values[next++]).replaceAll("'", "''")}'`));
  },
});
