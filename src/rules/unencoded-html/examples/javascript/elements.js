export function show(element, value, $) {
  element.insertAdjacentHTML('beforeend', value); // assay: unencoded-html
  $('#x').html(value); // assay: unencoded-html
  $('#x').text(value);
  element.innerHTML = DOMPurify.sanitize(value);
  element.innerHTML = String(value.length);
}
