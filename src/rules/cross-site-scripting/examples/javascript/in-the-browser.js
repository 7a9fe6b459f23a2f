import $ from 'jquery';

const parameters = new URLSearchParams(window.location.search);
const output = document.getElementById('output');

output.innerHTML = 'Results for ' + parameters.get('q'); // assay: cross-site-scripting
document.write(`<a href="${document.referrer}">back</a>`); // assay: cross-site-scripting
$('#title').html(decodeURIComponent(location.hash.slice(1))); // assay: cross-site-scripting

window.addEventListener('message', (event) => { // assay: message-of-any-origin
  output.insertAdjacentHTML('beforeend', event.data.text); // assay: cross-site-scripting
});
