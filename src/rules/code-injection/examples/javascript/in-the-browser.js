eval(location.hash.slice(1)); // assay: code-injection

window.addEventListener('message', function (event) { // assay: message-of-any-origin
  const { callback } = event.data;
  setInterval('run("' + callback + '")', 500); // assay: code-injection
});
