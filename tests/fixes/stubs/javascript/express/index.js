// Stands in for Express: the route is called at once, with what is on the command line.
module.exports = () => ({
  get: (_path, handle) => {
    const print = (answer) => console.log(typeof answer === 'string' ? answer : JSON.stringify(answer));
    handle({ query: { q: process.argv[2] } }, { send: print, json: print, end: () => undefined });
  },
});
