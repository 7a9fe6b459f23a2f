function again() {
  location = location;
  window.location.href = window.location.protocol + "//" + window.location.host + "/start";
}

function further() {
  document.location = `${document.location.pathname}/timeslider`;
  location.href = new URLSearchParams(location.search).get("next"); // assay: open-redirect
}
