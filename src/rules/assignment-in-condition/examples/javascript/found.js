function unbind(name) {
  let calls;
  if ((name === "") || !this.calls) {
    this.calls = {};
  } else if (calls = this.calls) {
    calls[name] = [];
  }
}

function admit(user, admin) {
  if (user = admin) { // assay: assignment-in-condition
    open();
  }
}
